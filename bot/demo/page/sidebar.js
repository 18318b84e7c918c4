// The list of chats, who the reader is, the clock and the theme.

import { byId, clock, element, when } from "./dom.js";

export function initials(title) {
  return title.slice(0, 1).toUpperCase();
}

export class Sidebar {
  constructor({ open, wear, move }) {
    this.open = open;
    byId("hat").addEventListener("change", (event) => wear(event.target.value));
    for (const button of byId("time").querySelectorAll("button")) {
      const { seconds, until } = button.dataset;
      button.addEventListener("click", () => move(until ? { until } : { seconds: Number(seconds) }));
    }
    const root = document.documentElement;
    const theme = byId("theme");
    const told = () => theme.setAttribute("aria-pressed", String(root.dataset.theme === "dark"));
    theme.addEventListener("click", () => {
      root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
      localStorage.setItem("theme", root.dataset.theme);
      told();
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", told);
    told();
    setInterval(() => this.time(), 1000);
  }

  hats(hats, worn) {
    byId("hat").replaceChildren(...hats.map((hat) => {
      const option = element("option", { value: hat.key }, hat.label);
      option.selected = hat.key === worn;
      return option;
    }));
  }

  time() {
    const now = clock.now();
    const options = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    const box = byId("now");
    const words = new Intl.DateTimeFormat(undefined, options).format(now);
    if (box.textContent === words) return;
    box.textContent = words;
    box.setAttribute("datetime", now.toISOString());
  }

  chats(chats, { current, unread, me }) {
    const held = document.activeElement?.dataset?.chat;
    byId("chats").replaceChildren(...chats.map((chat) => {
      const last = chat.last;
      const who = !last || chat.type === "private" || chat.type === "channel" ? "" : last.author_id === me ? "You: " : last.from ? `${last.from}: ` : "";
      const waiting = unread.get(chat.id) ?? 0;
      return element("li", {}, element("button", { type: "button", "data-chat": chat.id, "aria-current": String(chat.id === current), onclick: () => this.open(chat.id) },
        element("span", { class: "avatar", "aria-hidden": "true" }, initials(chat.title)),
        element("span", { class: "names" },
          element("span", { class: "top" }, element("span", { class: "title" }, chat.title), element("span", { class: "when" }, last ? when(last.date) : "")),
          element("span", { class: "top" }, element("span", { class: "last" }, last ? who + last.text : "No messages yet"),
            ...(waiting ? [element("span", { class: "count", "aria-label": `${waiting} unread` }, String(waiting))] : [])))));
    }));
    if (held) byId("chats").querySelector(`[data-chat="${held}"]`)?.focus();
  }
}
