// The page: one reader (a hat), their chats, and what happens in them.

import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId, clock, element, toast } from "./dom.js";
import { closeMenu, openMenu } from "./menu.js";
import { get, post, upload } from "./net.js";
import { Renderer, excerpt } from "./render.js";
import { initials, Sidebar } from "./sidebar.js";

const state = { bot: null, hat: null, chats: [], open: null, topic: null, unread: new Map(), messages: new Map(), note: "", chips: [], home: null };
let typingTimer;

const chatOf = (id) => state.chats.find((chat) => chat.id === id);
const here = () => ({ hat: state.hat?.key, chat: state.open, topic: state.topic });
const current = () => chatOf(state.open);

async function tried(act) {
  try {
    return await act();
  } catch (error) {
    toast(error.message);
    return null;
  }
}

const renderer = new Renderer({
  get botUsername() { return state.bot?.username ?? ""; },
  toast,
  say: (text) => tried(() => post("say", { ...here(), text })),
  fill: (text) => composer.fill(text),
  share(text) { pickChat("Send to", (chat, topic) => { openChat(chat.id, topic).then(() => composer.fill(text)); }); },
  jump: (id) => conversation.jump(id),
  async press(data, button) {
    if (button.getAttribute("aria-busy") === "true") return;
    button.setAttribute("aria-busy", "true");
    const id = Number(button.closest("[data-id]").dataset.id);
    const answer = await tried(() => post("press", { ...here(), message_id: id, data }));
    button.removeAttribute("aria-busy");
    if (!answer) return;
    if (!answer.answered) toast("The bot did not answer.");
    else if (answer.url) renderer.link(answer.url).click();
    else if (answer.text && answer.show_alert) {
      byId("alert-text").textContent = answer.text;
      byId("alert").showModal();
    } else if (answer.text) toast(answer.text);
  },
  menu(message, button) {
    const chat = current();
    const items = [];
    if (!chat.refusal) items.push(["Reply", () => composer.answer(message)]);
    items.push(["Forward", () => pickChat("Forward to", (goal, topic) => forward(message, goal, topic))]);
    const words = message.text ?? message.caption ?? button.closest("article").querySelector(".bubble").innerText;
    items.push(["Copy text", () => navigator.clipboard.writeText(words).then(() => toast("Copied"), () => toast("The browser did not allow that."))]);
    if (isOwn(message) && message.text !== undefined && !message.via_bot && !message.forward_origin) items.push(["Edit", () => composer.answer(message, true)]);
    if (chat.is_admin) items.push(["Pin", () => tried(async () => refreshed(await post("pin", { ...here(), message_id: message.message_id })))]);
    openMenu(button, items);
  },
});

const conversation = new Conversation({
  earlier: (before) => get("messages", { ...here(), before, limit: 100 }),
  show(message) {
    state.messages.set(message.message_id, message);
    return renderer.message(message, { own: isOwn(message), named: current().type !== "private" });
  },
});

const composer = new Composer({
  get botUsername() { return state.bot?.username ?? ""; },
  get chat() { return current(); },
  send: (text, replyTo) => tried(() => post("say", { ...here(), text, reply_to: replyTo })),
  change: (id, text) => tried(() => post("edit", { ...here(), message_id: id, text })),
  ask: (query) => tried(() => post("inline", { ...here(), query })),
  choose: (query, result) => tried(() => post("choose", { ...here(), query_id: query, result_id: result })),
  attach: (file) => tried(() => upload({ ...here(), name: file.name }, file)),
  lastOwn: () => [...state.messages.values()].reverse().find((message) => isOwn(message) && message.text !== undefined && !message.via_bot),
});

const sidebar = new Sidebar({
  open: (id) => openChat(id),
  wear: (key) => { sessionStorage.setItem("hat", key); load(key, null); },
  move: (by) => tried(() => post("clock", by)),
});

function isOwn(message) {
  return message.author_id === state.hat.id && Boolean(message.sender_chat) === (state.hat.anonymous && current().type !== "private")
    || (message.author_id === state.hat.id && current().type === "channel");
}

function forward(message, goal, topic) {
  tried(async () => {
    await post("forward", { ...here(), message_id: message.message_id, to: goal.id, to_topic: topic });
    toast(`Forwarded to ${goal.title}`);
  });
}

function pickChat(title, act) {
  byId("goals-title").textContent = title;
  const goals = state.chats.filter((chat) => !chat.refusal).flatMap((chat) => [[chat, null, chat.title], ...chat.topics.map((topic) => [chat, topic.id, `${chat.title} · ${topic.name}`])]);
  byId("goal-list").replaceChildren(...goals.map(([chat, topic, words]) => element("li", {}, element("button", { type: "button", onclick: () => { byId("goals").close(); act(chat, topic); } }, words))));
  byId("goals").showModal();
}

function setStatus(words) {
  clearTimeout(typingTimer);
  byId("status").textContent = words;
}

function about(chat) {
  if (chat.type === "private") return "bot";
  if (chat.type === "channel") return `channel, ${chat.members} subscribers`;
  return `${chat.members} members${chat.is_forum ? `, ${chat.topics.length + 1} topics` : ""}`;
}

function refreshed(chat) {
  const index = state.chats.findIndex((one) => one.id === chat.id);
  if (index >= 0) state.chats[index] = chat;
  showChats();
  if (chat.id === state.open) showHead();
}

function showChats() {
  sidebar.chats(state.chats, { current: state.open, unread: state.unread, me: state.hat.id });
}

function showHead() {
  const chat = current();
  byId("title").textContent = chat.title;
  byId("avatar").textContent = initials(chat.title);
  setStatus(about(chat));
  const block = byId("block");
  block.hidden = chat.type !== "private";
  block.setAttribute("aria-pressed", String(Boolean(chat.blocked)));
  block.setAttribute("aria-label", "Block the bot");
  block.title = chat.blocked ? "Unblock the bot" : "Block the bot";
  const topics = byId("topics");
  topics.hidden = !chat.is_forum;
  topics.replaceChildren(...[{ id: null, name: "General" }, ...chat.topics].map((topic) => element("button",
    { type: "button", "aria-current": String(topic.id === state.topic), onclick: () => openChat(chat.id, topic.id) }, topic.closed ? `🔒 ${topic.name}` : topic.name)));
  const pinned = byId("pinned");
  pinned.hidden = !chat.pinned;
  if (chat.pinned) pinned.replaceChildren(element("b", {}, "Pinned "), excerpt(chat.pinned));
  const atHome = chat.id === state.home && state.topic === null;
  byId("note").hidden = !atHome || !state.note;
  byId("note").textContent = state.note;
  byId("chips").hidden = !atHome || !state.chips.length;
  byId("form").hidden = Boolean(chat.refusal);
  byId("refusal").hidden = !chat.refusal;
  byId("refusal").textContent = chat.refusal;
}

function showChips() {
  byId("chips").replaceChildren(...state.chips.map((chip) => element("button", { type: "button", onclick: () => take(chip) }, chip.label)));
}

async function take(chip) {
  if (chip.act === "say") await tried(() => post("say", { ...here(), text: chip.value }));
  if (chip.act === "open") {
    await openChat(Number(chip.value));
    composer.fill(chip.first);
  }
  if (chip.act === "clock") {
    const answered = new Promise((resolve) => { afterNext = resolve; setTimeout(resolve, 5000); });
    if (!await tried(() => post("say", { ...here(), text: chip.first }))) return;
    await answered; // the digest is ordered; now let the time come
    await tried(() => post("clock", { until: chip.value }));
  }
}

let afterNext = null;

async function openChat(id, topic = null) {
  closeMenu();
  const moved = state.open !== id || state.topic !== topic;
  byId("app").dataset.view = "chat";
  if (moved) composer.reset();
  state.open = id;
  state.topic = topic;
  await tried(async () => {
    const page = await get("messages", here());
    if (state.open !== id || state.topic !== topic) return;
    state.unread.delete(id);
    state.messages.clear();
    refreshed(page.chat);
    conversation.open(page);
    if (!page.messages.length && page.chat.type === "private") {
      byId("messages").append(element("div", { class: "buttons center", id: "hello" }, element("button", { type: "button", onclick: () => renderer.page.say("/start") }, "Start")));
    }
  });
}

async function load(hat, chat) {
  const before = [state.open, state.topic];
  const answer = await get("state", { hat });
  // A chat that was chosen while this was on its way stays.
  if (state.open !== before[0] || state.topic !== before[1]) chat = { id: state.open, topic: state.topic };
  Object.assign(state, { bot: answer.bot, hat: answer.hat, chats: answer.chats, note: answer.note, chips: answer.chips, home: answer.home });
  clock.set(answer.now.unix);
  byId("time").querySelector(".row").hidden = !answer.now.movable;
  sidebar.time();
  sidebar.hats(answer.hats, answer.hat.key);
  document.title = `${answer.bot.first_name}, local Telegram`;
  showChips();
  const known = chatOf(chat?.id ?? null);
  await openChat(known?.id ?? answer.home, known ? chat.topic : null);
}

function inOpen(message) {
  if (message.chat.id !== state.open) return false;
  return !current().is_forum || (message.message_thread_id ?? null) === state.topic;
}

function arrived(message, isNew) {
  const chat = chatOf(message.chat.id);
  if (!chat) return;
  if (isNew || chat.last?.id === message.message_id) chat.last = message.preview;
  if (message.pinned_message) chat.pinned = message.pinned_message;
  if (inOpen(message)) {
    byId("hello")?.remove();
    if (isNew) conversation.add(message, isOwn(message));
    else conversation.replace(message);
    if (!isOwn(message)) setStatus(about(chat));
  } else if (isNew && message.author_id !== state.hat.id) {
    state.unread.set(chat.id, (state.unread.get(chat.id) ?? 0) + 1);
  }
  showChats();
  if (message.pinned_message && chat.id === state.open) showHead();
  if (isNew && message.author_id === state.bot.id && afterNext) { afterNext(); afterNext = null; }
}

function listen() {
  const events = new EventSource("/demo/events");
  const on = (name, act) => events.addEventListener(name, (event) => { if (state.hat) act(JSON.parse(event.data)); });
  // State is read only once events flow, so that nothing falls between the two.
  events.addEventListener("open", () => {
    const worn = state.hat?.key ?? sessionStorage.getItem("hat");
    const open = state.open === null ? JSON.parse(sessionStorage.getItem("open") ?? "null") : { id: state.open, topic: state.topic };
    load(worn, open).catch(() => load(null, null)).catch(() => setStatus("not reachable"));
  });
  events.addEventListener("error", () => setStatus("connection lost, trying again"));
  on("message", (message) => arrived(message, true));
  on("edited", (message) => arrived(message, false));
  on("deleted", (gone) => { if (gone.chat === state.open) conversation.remove(gone.message_id); });
  on("clock", (now) => { clock.set(now.unix); sidebar.time(); showChats(); });
  on("chats", async () => {
    const answer = await get("state", { hat: state.hat.key });
    state.chats = answer.chats;
    showChats();
    if (current()) showHead();
  });
  on("action", ({ chat }) => {
    if (chat !== state.open) return;
    setStatus("typing…");
    typingTimer = setTimeout(() => setStatus(about(current())), 5000);
  });
}

byId("back").addEventListener("click", () => { byId("app").dataset.view = "chats"; byId("chats").querySelector("[aria-current=true]")?.focus(); });
byId("pinned").addEventListener("click", () => conversation.jump(current().pinned.message_id));
byId("block").addEventListener("click", () => tried(async () => refreshed(await post("block", { hat: state.hat.key, blocked: !current().blocked }))));
addEventListener("pagehide", () => sessionStorage.setItem("open", JSON.stringify({ id: state.open, topic: state.topic })));
listen();
