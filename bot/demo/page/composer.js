// Where the reader writes: commands and inline results as suggestions, answers, changes of own words, files.

import { byId, element } from "./dom.js";
import { excerpt } from "./render.js";

const WAIT = 300; // milliseconds of quiet before the bot is asked inline
const input = byId("text");
const form = byId("form");
const box = byId("completions");

export class Composer {
  // `page` gives: chat, botUsername, send(text, replyTo), change(id, text), ask(query), choose(query, result), attach(file), lastOwn().
  constructor(page) {
    this.page = page;
    this.matches = [];
    this.chosen = 0;
    this.about = null; // { message, edit }
    this.asked = 0;
    input.addEventListener("input", () => { this.suggest(); this.grow(); });
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => setTimeout(() => this.offer([]), 150));
    input.addEventListener("paste", (event) => this.pasted(event));
    form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    byId("answering-end").addEventListener("click", () => { this.clear(); input.focus(); });
    byId("attach").addEventListener("click", () => byId("file").click());
    byId("file").addEventListener("change", () => {
      const [file] = byId("file").files;
      byId("file").value = "";
      if (file) this.page.attach(file);
    });
    byId("commands").addEventListener("click", () => { this.fill("/"); });
  }

  grow() {
    input.style.height = "auto";
    if (input.scrollHeight) input.style.height = `${input.scrollHeight + 2}px`; // nothing while it is hidden
  }

  fill(text) {
    input.value = text;
    input.focus();
    input.setSelectionRange(text.length, text.length);
    this.grow();
    this.suggest();
  }

  clear() {
    if (this.about?.edit) input.value = "";
    this.about = null;
    byId("answering").hidden = true;
    this.grow();
  }

  reset() {
    input.value = "";
    this.clear();
    this.offer([]);
  }

  answer(message, edit = false) {
    this.about = { message, edit };
    byId("answering-text").textContent = `${edit ? "Editing" : "Reply to"}: ${excerpt(message)}`;
    byId("answering").hidden = false;
    if (edit) input.value = message.text;
    this.grow();
    input.focus();
  }

  async submit() {
    const text = input.value.trim();
    if (!text) return;
    const { message, edit } = this.about ?? {};
    const done = edit ? await this.page.change(message.message_id, text) : await this.page.send(text, message?.message_id ?? null);
    if (done) this.reset();
  }

  suggest() {
    clearTimeout(this.timer);
    const command = /^\/([a-z0-9_]*)$/i.exec(input.value);
    const inline = new RegExp(`^@${this.page.botUsername}\\s+(.*)$`, "is").exec(input.value);
    if (command) {
      const found = (this.page.chat?.commands ?? []).filter((one) => one.command.startsWith(command[1].toLowerCase()));
      const suffix = this.page.chat?.type === "private" ? "" : `@${this.page.botUsername}`;
      this.offer(found.map((one) => ({ title: `/${one.command}`, about: one.description, take: () => this.fill(`/${one.command}${suffix} `) })));
    } else if (inline) {
      this.timer = setTimeout(() => this.ask(inline[1]), WAIT);
    } else if (/^@[a-z]*$/i.test(input.value) && `@${this.page.botUsername}`.toLowerCase().startsWith(input.value.toLowerCase())) {
      this.offer([{ title: `@${this.page.botUsername}`, about: "ask the bot and send what it finds", take: () => this.fill(`@${this.page.botUsername} `) }]);
    } else {
      this.offer([]);
    }
  }

  async ask(words) {
    const number = ++this.asked;
    const found = await this.page.ask(words);
    if (number !== this.asked || !found) return;
    if (!found.results.length) {
      this.offer(words.trim() ? [{ title: "Nothing found", about: "", take: () => {} }] : [{ title: "Name a place", about: "for example iraq", take: () => {} }]);
      return;
    }
    this.offer(found.results.map((one) => ({ title: one.title ?? one.id, about: one.description ?? "", take: async () => {
      this.reset();
      await this.page.choose(found.query_id, one.id);
    } })));
  }

  offer(matches) {
    this.matches = matches;
    this.chosen = 0;
    this.showSuggestions();
  }

  showSuggestions() {
    box.replaceChildren(...this.matches.map((match, index) => element("li",
      { role: "option", id: `option-${index}`, "aria-selected": String(index === this.chosen), onmousedown: (event) => { event.preventDefault(); this.take(index); } },
      element("span", { class: "command" }, match.title), element("span", { class: "about" }, match.about))));
    box.hidden = !this.matches.length;
    input.setAttribute("aria-expanded", String(!box.hidden));
    if (box.hidden) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", `option-${this.chosen}`);
      box.children[this.chosen].scrollIntoView({ block: "nearest" });
    }
  }

  take(index) {
    const { take } = this.matches[index];
    this.offer([]);
    take();
  }

  key(event) {
    const open = this.matches.length > 0;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      this.chosen = (this.chosen + (event.key === "ArrowDown" ? 1 : -1) + this.matches.length) % this.matches.length;
      this.showSuggestions();
    } else if (open && event.key === "Tab" && !event.shiftKey) {
      event.preventDefault();
      this.take(this.chosen);
    } else if (event.key === "Escape") {
      if (open) this.offer([]);
      else this.clear();
    } else if (event.key === "ArrowUp" && !input.value) {
      const own = this.page.lastOwn();
      if (own) { event.preventDefault(); this.answer(own, true); }
    } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      const exact = open && this.matches[this.chosen].title === input.value.trim().toLowerCase();
      if (open && !exact) this.take(this.chosen);
      else form.requestSubmit();
    }
  }

  pasted(event) {
    const [file] = event.clipboardData?.files ?? [];
    if (!file) return;
    event.preventDefault();
    this.page.attach(file);
  }
}
