// Nodes and words. Words from messages only ever become text nodes.

export function element(tag, properties = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) {
    if (key === "class") node.className = value;
    else if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
}

export function drawn(tag, properties = {}, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [key, value] of Object.entries(properties)) node.setAttribute(key, value);
  node.append(...children);
  return node;
}

export const byId = (id) => document.getElementById(id);

let toastTimer;

export function toast(text) {
  const box = byId("toast");
  box.textContent = text;
  box.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { box.hidden = true; }, 3500);
}

// The demo's clock, which may be ahead of this browser's.
export const clock = {
  ahead: 0,
  set(unix) { this.ahead = unix * 1000 - Date.now(); },
  now() { return new Date(Date.now() + this.ahead); },
};

export function timeOfDay(unix) {
  return new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" }).format(new Date(unix * 1000));
}

export function dayOf(unix) {
  const date = new Date(unix * 1000);
  const options = { weekday: "long", day: "numeric", month: "long" };
  if (date.getFullYear() !== clock.now().getFullYear()) options.year = "numeric";
  return date.toDateString() === clock.now().toDateString() ? "Today" : new Intl.DateTimeFormat(undefined, options).format(date);
}

export function when(unix) {
  const date = new Date(unix * 1000);
  if (date.toDateString() === clock.now().toDateString()) return timeOfDay(unix);
  return new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short" }).format(date);
}
