// A map without tiles: the net of latitudes and longitudes around a place, in Web Mercator, and a pin.

import { drawn } from "./dom.js";

const TILE = 256; // pixels of the world at zoom 0

function northing(latitude) {
  const bounded = Math.max(-85, Math.min(85, latitude)) * (Math.PI / 180);
  return 0.5 - Math.log(Math.tan(bounded) + 1 / Math.cos(bounded)) / (2 * Math.PI);
}

function steps(span) {
  const wanted = span / 4;
  return [30, 15, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002, 0.001].find((step) => step <= wanted) ?? 0.001;
}

function degrees(value, positive, negative) {
  const digits = Math.abs(value) < 100 ? 4 : 3;
  return `${Number(Math.abs(value).toPrecision(digits))}°${value < 0 ? negative : positive}`;
}

export function mapOf(block) {
  const { latitude, longitude } = block.location;
  const width = block.width ?? 640;
  const height = block.height ?? 320;
  const zoom = Math.min(block.zoom ?? 13, 16);
  const scale = TILE * 2 ** zoom;
  const x = (there) => width / 2 + ((there - longitude) / 360) * scale;
  const y = (there) => height / 2 + (northing(there) - northing(latitude)) * scale;
  const step = steps((width / scale) * 360);
  const lines = [];
  for (let there = Math.ceil((longitude - (width / scale) * 180) / step) * step; x(there) < width; there += step) {
    lines.push(drawn("line", { x1: x(there), x2: x(there), y1: 0, y2: height }));
    lines.push(drawn("text", { x: x(there) + 4, y: height - 6 }, degrees(there, "E", "W")));
  }
  const reach = (height / scale) * 180;
  for (let there = Math.ceil((latitude - reach) / step) * step; there < latitude + reach; there += step) {
    if (y(there) < 0 || y(there) > height) continue;
    lines.push(drawn("line", { x1: 0, x2: width, y1: y(there), y2: y(there) }));
    lines.push(drawn("text", { x: 4, y: y(there) - 4 }, degrees(there, "N", "S")));
  }
  const place = `${degrees(latitude, "N", "S")} ${degrees(longitude, "E", "W")}`;
  const pin = `M${width / 2} ${height / 2} l-9 -16 a10 10 0 1 1 18 0 z`;
  return drawn("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `Map of ${place}` },
    ...lines, drawn("path", { class: "pin", d: pin }));
}
