// The messages of the open chat: the latest page, earlier ones as the reader scrolls up, news at the end.

import { byId, dayOf, element } from "./dom.js";

const MOST_SHOWN = 700; // messages kept as nodes while the reader is at the end
const list = byId("messages");
const down = byId("down");

export class Conversation {
  // `earlier(before)` fetches a page; `show(message)` makes its node.
  constructor({ earlier, show }) {
    this.earlier = earlier;
    this.show = show;
    this.more = false;
    this.loading = false;
    list.addEventListener("scroll", () => this.scrolled(), { passive: true });
    down.addEventListener("click", () => this.toEnd());
  }

  get atEnd() {
    return list.scrollHeight - list.scrollTop - list.clientHeight < 150;
  }

  open({ messages, more }) {
    this.more = more;
    list.replaceChildren(...this.nodes(messages));
    this.top();
    this.toLatest();
  }

  // A latest message that is taller than the view is read from its beginning.
  toLatest() {
    const latest = [...list.querySelectorAll("[data-id]")].at(-1);
    if (!latest) return;
    const place = () => latest.scrollIntoView({ block: latest.offsetHeight > list.clientHeight ? "start" : "end" });
    place();
    requestAnimationFrame(place); // heights are known once what is near has been laid out
  }

  nodes(messages, last = null) {
    const nodes = [];
    let before = last;
    for (const message of messages) {
      const day = dayOf(message.date);
      if (day !== before) nodes.push(element("div", { class: "day", "data-day": day }, day));
      before = day;
      const node = this.show(message);
      node.dataset.on = day;
      nodes.push(node);
    }
    return nodes;
  }

  top() {
    list.querySelector(".earlier")?.remove();
    if (!this.more) return;
    list.prepend(element("button", { type: "button", class: "earlier", onclick: () => this.back() }, "Earlier messages"));
  }

  async back() {
    const first = list.querySelector("[data-id]");
    if (this.loading || !this.more || !first) return;
    this.loading = true;
    try {
      const page = await this.earlier(Number(first.dataset.id));
      if (!first.isConnected) return; // another chat was opened meanwhile
      const height = list.scrollHeight;
      const at = list.scrollTop;
      const nodes = this.nodes(page.messages);
      const heading = list.querySelector(".day");
      if (heading && nodes.length && nodes[nodes.length - 1].dataset.on === heading.dataset.day) heading.remove();
      list.querySelector(".earlier")?.remove();
      list.prepend(...nodes);
      this.more = page.more;
      this.top();
      list.scrollTop = at + list.scrollHeight - height;
    } finally {
      this.loading = false;
    }
  }

  scrolled() {
    down.hidden = this.atEnd;
    if (list.scrollTop < 400) this.back();
  }

  add(message, own) {
    if (this.replace(message)) return;
    const end = this.atEnd;
    const last = [...list.querySelectorAll("[data-on]")].at(-1)?.dataset.on ?? null;
    const nodes = this.nodes([message], last);
    list.append(...nodes);
    const node = nodes[nodes.length - 1];
    if (end || own) this.toLatest();
    else down.hidden = false;
    if (end) this.prune();
  }

  replace(message) {
    const old = this.find(message.message_id);
    if (!old) return false;
    const node = this.show(message);
    node.dataset.on = old.dataset.on;
    const opened = [...old.querySelectorAll("details")].map((one) => one.open);
    const held = old.contains(document.activeElement);
    old.replaceWith(node);
    [...node.querySelectorAll("details")].forEach((one, index) => { if (opened[index]) one.open = true; });
    if (held) list.focus({ preventScroll: true });
    return true;
  }

  prune() {
    const shown = list.querySelectorAll("[data-id]");
    if (shown.length <= MOST_SHOWN) return;
    const first = shown[shown.length - MOST_SHOWN / 2];
    while (list.firstElementChild !== first) list.firstElementChild.remove();
    this.more = true;
    this.top();
  }

  find(id) {
    return list.querySelector(`[data-id="${id}"]`);
  }

  remove(id) {
    this.find(id)?.remove();
  }

  async jump(id) {
    for (let pages = 0; !this.find(id) && this.more && pages < 50; pages += 1) await this.back();
    const node = this.find(id);
    if (!node) return;
    node.scrollIntoView({ block: "center" });
    node.classList.add("flash");
    setTimeout(() => node.classList.remove("flash"), 1500);
  }

  toEnd() {
    list.scrollTop = list.scrollHeight;
    down.hidden = true;
  }
}
