// Messages as DOM nodes. Words from messages only ever become text nodes.

import { clock, element, timeOfDay } from "./dom.js";
import { mapOf } from "./map.js";

const SIMPLE = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", marked: "mark",
  subscript: "sub", superscript: "sup", pre: "pre", blockquote: "blockquote",
};

export function formatTime(unixTime, format, fallback) {
  const date = new Date(unixTime * 1000);
  if (!format) return fallback;
  if (/^[rR]$/.test(format)) {
    const seconds = unixTime - clock.now() / 1000;
    const relative = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });
    for (const [unit, size] of [["year", 31557600], ["month", 2629800], ["day", 86400], ["hour", 3600], ["minute", 60]]) {
      if (Math.abs(seconds) >= size) return relative.format(Math.trunc(seconds / size), unit);
    }
    return relative.format(Math.trunc(seconds), "second");
  }
  const options = {};
  if (/w/i.test(format)) options.weekday = format.includes("W") || format.includes("D") ? "long" : "short";
  if (/d/i.test(format)) Object.assign(options, { day: "numeric", month: format.includes("D") ? "long" : "short", year: "numeric" });
  if (/t/i.test(format)) Object.assign(options, { hour: "2-digit", minute: "2-digit" });
  if (format.includes("T")) options.second = "2-digit";
  return new Intl.DateTimeFormat(undefined, options).format(date);
}

// `page` gives: botUsername, say(text), press(data, button), toast(text), fill(text), share(text), jump(id), menu(message, button).
export class Renderer {
  constructor(page) {
    this.page = page;
  }

  link(url, ...children) {
    let target;
    try {
      target = new URL(url);
    } catch {
      return element("span", {}, ...children);
    }
    if (!["http:", "https:", "mailto:", "tel:"].includes(target.protocol)) return element("span", { title: url }, ...children);
    const own = this.page.botUsername.toLowerCase();
    const isBot = target.hostname === "t.me" && target.pathname.slice(1).toLowerCase() === own;
    if (isBot && target.searchParams.has("start")) {
      const payload = target.searchParams.get("start");
      const open = (event) => { event.preventDefault(); this.page.say(payload ? `/start ${payload}` : "/start"); };
      return element("a", { href: url, onclick: open }, ...children);
    }
    return element("a", { href: target.href, target: "_blank", rel: "noopener noreferrer" }, ...children);
  }

  command(text) {
    const send = (event) => { event.preventDefault(); this.page.say(text); };
    return element("a", { href: "#", onclick: send }, text);
  }

  spoiler(...children) {
    const node = element("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": "Hidden text" }, ...children);
    const open = () => { node.classList.add("open"); node.removeAttribute("aria-label"); };
    node.addEventListener("click", open);
    node.addEventListener("keydown", (event) => { if (event.key === "Enter") open(); });
    return node;
  }

  time(unixTime, format, ...children) {
    const fallback = children.map((child) => child.textContent ?? child).join("");
    const iso = new Date(unixTime * 1000).toISOString();
    return element("time", { datetime: iso, title: fallback }, formatTime(unixTime, format, fallback));
  }

  // Classic text: entities are sorted and nested; offsets are UTF-16 code units, as in JavaScript strings.
  text(text, entities = []) {
    const build = (start, end, inner) => {
      const nodes = [];
      let at = start;
      for (let index = 0; index < inner.length; index++) {
        const entity = inner[index];
        const from = Math.max(entity.offset, at);
        const to = Math.min(entity.offset + entity.length, end);
        if (from >= to) continue;
        if (from > at) nodes.push(document.createTextNode(text.slice(at, from)));
        const nested = [];
        while (index + 1 < inner.length && inner[index + 1].offset < to) nested.push(inner[++index]);
        nodes.push(this.entity(entity, text.slice(from, to), build(from, to, nested)));
        at = to;
      }
      if (at < end) nodes.push(document.createTextNode(text.slice(at, end)));
      return nodes;
    };
    return build(0, text.length, entities);
  }

  entity(entity, words, children) {
    switch (entity.type) {
      case "text_link": return this.link(entity.url, ...children);
      case "url": return this.link(/^[a-z]+:/i.test(words) ? words : `http://${words}`, ...children);
      case "email": return this.link(`mailto:${words}`, ...children);
      case "bot_command": return this.command(words);
      case "spoiler": return this.spoiler(...children);
      case "expandable_blockquote": return this.unfolding(children);
      case "mention": return words.toLowerCase() === `@${this.page.botUsername.toLowerCase()}` ? this.link(`https://t.me/${words.slice(1)}`, ...children) : element("b", {}, ...children);
      case "text_mention": case "hashtag": case "cashtag": return element("b", {}, ...children);
      case "phone_number": return this.link(`tel:${words.replaceAll(" ", "")}`, ...children);
      case "date_time": return this.time(entity.unix_time, entity.date_time_format, ...children);
    }
    return element(SIMPLE[entity.type] ?? "span", {}, ...children);
  }

  rich(text) {
    if (text === undefined || text === null) return [];
    if (typeof text === "string") return [document.createTextNode(text)];
    if (Array.isArray(text)) return text.flatMap((part) => this.rich(part));
    const children = this.rich(text.text);
    switch (text.type) {
      case "url": return [this.link(text.url, ...children)];
      case "email_address": return [this.link(`mailto:${text.email_address}`, ...children)];
      case "phone_number": return [this.link(`tel:${text.phone_number}`, ...children)];
      case "bot_command": return [this.command(text.bot_command)];
      case "spoiler": return [this.spoiler(...children)];
      case "date_time": return [this.time(text.unix_time, text.date_time_format, ...children)];
      case "custom_emoji": return [document.createTextNode(text.alternative_text)];
      case "mathematical_expression": return [element("code", {}, text.expression)];
      case "button": return [this.button(text.button)];
      case "anchor": return [element("span", { "data-anchor": text.name })];
      case "reference": return [element("span", { "data-anchor": text.name }, ...children)];
      case "anchor_link": return [this.jump(text.anchor_name, children)];
      case "reference_link": return [element("sup", {}, this.jump(text.reference_name, children))];
    }
    return [element(SIMPLE[text.type] ?? "span", {}, ...children)];
  }

  jump(name, children) {
    const go = (event) => {
      event.preventDefault();
      const bubble = event.currentTarget.closest(".bubble");
      const goal = [...bubble.querySelectorAll("[data-anchor]")].find((node) => node.dataset.anchor === name);
      if (!goal) return;
      for (let outer = goal.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
      bubble.querySelector(".target")?.classList.remove("target");
      goal.classList.add("target");
      goal.scrollIntoView({ block: "center" });
    };
    return element("a", { href: "#", onclick: go }, ...children);
  }

  blocks(blocks) {
    return blocks.map((block) => this.block(block));
  }

  caption(caption) {
    if (!caption) return [];
    return [element("p", { class: "credit" }, ...this.rich(caption.text)), ...this.credit(caption.credit)];
  }

  credit(credit) {
    return credit === undefined ? [] : [element("cite", {}, ...this.rich(credit))];
  }

  block(block) {
    switch (block.type) {
      case "paragraph": return element("p", {}, ...this.rich(block.text));
      case "heading": return element(`h${Math.min(block.size + 1, 6)}`, {}, ...this.rich(block.text));
      case "pre": return element("pre", {}, element("code", {}, ...this.rich(block.text)));
      case "footer": return element("p", { class: "footer" }, ...this.rich(block.text));
      case "divider": return element("hr");
      case "mathematical_expression": return element("pre", {}, block.expression);
      case "anchor": return element("span", { "data-anchor": block.name });
      case "list": return this.list(block);
      case "blockquote": return element("blockquote", {}, ...this.blocks(block.blocks), ...this.credit(block.credit));
      case "expandable_blockquote": return this.unfolding([...this.rich(block.text), ...this.credit(block.credit)]);
      case "pullquote": return element("blockquote", { class: "pull" }, ...this.rich(block.text), ...this.credit(block.credit));
      case "table": return this.table(block);
      case "details": return element("details", block.is_open ? { open: "" } : {}, element("summary", {}, ...this.rich(block.summary)), ...this.blocks(block.blocks));
      case "map": return element("figure", { class: "map" }, mapOf(block), ...this.caption(block.caption));
      case "photo": return element("figure", {}, this.photo(block.photo, block.caption ? "" : "Picture"), ...this.caption(block.caption));
      case "document": return element("p", {}, this.document(block.document), ...this.caption(block.caption));
      case "buttons": return element("div", { class: `buttons ${block.align ?? ""}` }, ...block.buttons.map((button) => this.button(button)));
      case "collage":
      case "slideshow": return element("div", {}, element("div", { class: "shots" }, ...this.blocks(block.blocks)), ...this.caption(block.caption));
    }
    return element("p", { class: "footer" }, `[${block.type}]`);
  }

  list(block) {
    const items = block.items.map((item) => {
      const box = item.has_checkbox ? (item.is_checked ? "☑" : "☐") : item.label;
      return element("li", {}, element("span", { class: "label" }, box), element("div", { class: "content" }, ...this.blocks(item.blocks)));
    });
    return element("ul", {}, ...items);
  }

  table(block) {
    const kinds = ["bordered", "striped", "compact"].filter((kind) => block[`is_${kind}`]);
    const rows = block.cells.map((row) => element("tr", {}, ...row.map((cell) => {
      const spans = {};
      if (cell.colspan > 1) spans.colspan = cell.colspan;
      if (cell.rowspan > 1) spans.rowspan = cell.rowspan;
      return element(cell.is_header ? "th" : "td", { class: `${cell.align} ${cell.valign}`, ...spans }, ...this.rich(cell.text));
    })));
    const caption = block.caption === undefined ? [] : [element("caption", {}, ...this.rich(block.caption))];
    return element("div", { class: "scroll" }, element("table", { class: kinds.join(" ") }, ...caption, ...rows));
  }

  photo(sizes, alternative = "Picture") {
    const largest = sizes[sizes.length - 1];
    return element("img", { src: `/demo/file/${largest.file_id}`, alt: alternative, width: largest.width, height: largest.height, loading: "lazy" });
  }

  unfolding(children) {
    const quote = element("blockquote", { class: "long" }, ...children);
    const open = element("button", { type: "button", class: "unfold", "aria-expanded": "false" }, "Show all");
    open.addEventListener("click", () => {
      const shown = quote.classList.toggle("open");
      open.setAttribute("aria-expanded", String(shown));
      open.textContent = shown ? "Show less" : "Show all";
    });
    return element("div", {}, quote, open);
  }

  document(file) {
    return element("a", { href: `/demo/file/${file.file_id}`, download: file.file_name ?? "file" }, file.file_name ?? "file");
  }

  button(button) {
    const words = typeof button.text === "string" ? [document.createTextNode(button.text)] : this.rich(button.text);
    if (button.url) {
      const link = this.link(button.url, ...words);
      link.classList.add("button");
      return link;
    }
    const node = element("button", { type: "button", class: button.style ?? "" }, ...words);
    if (button.callback_data !== undefined) node.addEventListener("click", () => this.page.press(button.callback_data, node));
    else if (button.copy_text) node.addEventListener("click", () => navigator.clipboard.writeText(button.copy_text.text).then(() => this.page.toast("Copied")));
    else if (button.switch_inline_query_current_chat !== undefined) node.addEventListener("click", () => this.page.fill(`@${this.page.botUsername} ${button.switch_inline_query_current_chat}`));
    else if (button.switch_inline_query !== undefined) node.addEventListener("click", () => this.page.share(`@${this.page.botUsername} ${button.switch_inline_query}`));
    else node.disabled = true;
    return node;
  }

  author(message) {
    const name = message.sender_chat?.title ?? message.from?.first_name ?? "";
    const number = Math.abs(message.sender_chat?.id ?? message.from?.id ?? 0) % 4;
    return element("div", { class: `author name-${number}` }, name);
  }

  origin(origin) {
    const who = origin.sender_user?.first_name ?? origin.chat?.title ?? origin.sender_chat?.title ?? origin.sender_user_name ?? "somebody";
    return element("div", { class: "origin" }, `Forwarded from ${who}`);
  }

  reply(message) {
    const answered = message.reply_to_message;
    if (!answered || answered.forum_topic_created) return [];
    const go = () => this.page.jump(answered.message_id);
    const who = answered.sender_chat?.title ?? answered.from?.first_name ?? "";
    return [element("button", { type: "button", class: "reply", onclick: go }, element("b", {}, who), excerpt(answered))];
  }

  // `own`: written by the reader; `named`: the author's name is shown (groups).
  message(message, { own, named }) {
    const said = service(message);
    if (said) return element("div", { class: "service", "data-id": message.message_id }, said);
    const bubble = element("div", { class: "bubble" });
    if (named && !own) bubble.append(this.author(message));
    if (message.via_bot) bubble.append(element("div", { class: "via" }, `via @${message.via_bot.username}`));
    if (message.forward_origin) bubble.append(this.origin(message.forward_origin));
    bubble.append(...this.reply(message));
    if (message.photo) bubble.append(this.photo(message.photo, message.caption ? "" : "Picture"));
    if (message.document) bubble.append(element("p", {}, this.document(message.document)));
    if (message.rich_message) {
      bubble.append(...this.blocks(message.rich_message.blocks));
      if (message.rich_message.is_rtl) bubble.dir = "rtl";
    }
    const text = message.text ?? message.caption;
    if (text !== undefined) {
      bubble.append(element("div", { class: "text", dir: "auto" }, ...this.text(text, message.entities ?? message.caption_entities)));
    }
    const time = timeOfDay(message.date);
    bubble.append(element("div", { class: "meta" }, message.edit_date ? `edited ${time}` : time));
    const more = element("button", { type: "button", class: "icon more", "aria-label": "What to do with this message", "aria-haspopup": "menu", "aria-expanded": "false" }, "⋯");
    more.addEventListener("click", () => this.page.menu(message, more));
    const node = element("article", { class: own ? "message own" : "message", "data-id": message.message_id }, bubble, more);
    const rows = message.reply_markup?.inline_keyboard ?? [];
    if (rows.length) {
      node.append(element("div", { class: "keyboard" }, ...rows.map((row) => element("div", { class: "buttons" }, ...row.map((button) => this.button(button))))));
    }
    return node;
  }
}

export function plain(text) {
  if (text === undefined || text === null) return "";
  if (typeof text === "string") return text;
  if (Array.isArray(text)) return text.map(plain).join("");
  return plain(text.text ?? text.alternative_text ?? text.expression);
}

// A message in a few words.
export function excerpt(message) {
  const first = message.rich_message?.blocks.find((block) => block.text);
  const words = message.text ?? message.caption ?? message.document?.file_name ?? (message.photo ? "Photo" : plain(first?.text));
  return words.replaceAll(/\s+/g, " ").slice(0, 120);
}

// What a service message says, "" for any other.
export function service(message) {
  const who = message.sender_chat?.title ?? message.from?.first_name ?? "Somebody";
  if (message.new_chat_members) return `${message.new_chat_members.map((user) => user.first_name).join(", ")} joined`;
  if (message.left_chat_member) return `${message.left_chat_member.first_name} left`;
  if (message.pinned_message) return `${who} pinned “${excerpt(message.pinned_message)}”`;
  if (message.forum_topic_created) return `${who} created the topic ${message.forum_topic_created.name}`;
  if (message.forum_topic_closed) return `${who} closed the topic`;
  if (message.forum_topic_reopened) return `${who} reopened the topic`;
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return "The group became a supergroup";
  return "";
}
