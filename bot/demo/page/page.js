import { element, Renderer } from "./render.js";

const list = document.getElementById("messages");
const input = document.getElementById("text");
const form = document.getElementById("form");
const completions = document.getElementById("completions");
const status = document.getElementById("status");
const toastBox = document.getElementById("toast");
const alertBox = document.getElementById("alert");
const state = { bot: null, person: null, commands: [], chosen: 0, matches: [] };
let toastTimer;
let typingTimer;

async function post(path, body) {
  const response = await fetch(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error ?? "refused");
  return answer;
}

function toast(text) {
  toastBox.textContent = text;
  toastBox.hidden = false;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => { toastBox.hidden = true; }, 3500);
}

const page = {
  get botUsername() { return state.bot?.username ?? ""; },
  toast,
  fill(text) { input.value = text; input.focus(); complete(); },
  async say(text) {
    try { await post("/demo/say", { text }); } catch (error) { toast(error.message); return false; }
    return true;
  },
  async press(data, button) {
    if (button.getAttribute("aria-busy") === "true") return;
    const id = Number(button.closest("[data-id]").dataset.id);
    button.setAttribute("aria-busy", "true");
    try {
      const answer = await post("/demo/press", { message_id: id, data });
      if (answer.url) renderer.link(answer.url).click();
      else if (answer.text && answer.show_alert) {
        document.getElementById("alert-text").textContent = answer.text;
        alertBox.showModal();
      } else if (answer.text) toast(answer.text);
    } catch (error) {
      toast(error.message);
    } finally {
      button.removeAttribute("aria-busy");
    }
  },
};
const renderer = new Renderer(page);

function atEnd() {
  return list.scrollHeight - list.scrollTop - list.clientHeight < 120;
}

function show(message, scroll = true) {
  const stay = !atEnd();
  const node = renderer.message(message, state.person?.id);
  const old = list.querySelector(`[data-id="${message.message_id}"]`);
  if (old) old.replaceWith(node);
  else list.append(node);
  if (scroll && (!stay || node.classList.contains("own")) && !old) node.scrollIntoView({ block: node.offsetHeight > list.clientHeight ? "start" : "end" });
  if (!node.classList.contains("own")) setStatus("bot");
}

function setStatus(text) {
  clearTimeout(typingTimer);
  status.textContent = text;
}

async function load() {
  const answer = await (await fetch("/demo/state")).json();
  Object.assign(state, { bot: answer.bot, person: answer.person, commands: answer.commands });
  document.title = `${answer.bot.first_name}, local Telegram`;
  document.getElementById("bot-name").textContent = answer.bot.first_name;
  document.getElementById("avatar").textContent = answer.bot.first_name.slice(0, 1);
  list.replaceChildren();
  for (const message of answer.messages) show(message, false);
  if (!answer.messages.length) {
    list.append(element("div", { class: "buttons center", id: "hello" }, element("button", { type: "button", onclick: () => page.say("/start") }, "Start")));
  }
  list.scrollTop = list.scrollHeight;
  setStatus("bot");
}

function listen() {
  const events = new EventSource("/demo/events");
  // State is read only once events flow, so that nothing falls between the two.
  events.addEventListener("open", () => { load().catch(() => setStatus("not reachable")); });
  events.addEventListener("error", () => setStatus("connection lost, trying again"));
  events.addEventListener("message", (event) => { document.getElementById("hello")?.remove(); show(JSON.parse(event.data)); });
  events.addEventListener("edited", (event) => show(JSON.parse(event.data)));
  events.addEventListener("deleted", (event) => list.querySelector(`[data-id="${JSON.parse(event.data).message_id}"]`)?.remove());
  events.addEventListener("commands", (event) => { state.commands = JSON.parse(event.data); complete(); });
  events.addEventListener("action", () => { setStatus("typing…"); typingTimer = setTimeout(() => setStatus("bot"), 5000); });
}

function complete() {
  const found = /^\/([a-z0-9_]*)$/i.exec(input.value);
  state.matches = found ? state.commands.filter((command) => command.command.startsWith(found[1].toLowerCase())) : [];
  state.chosen = 0;
  showCompletions();
}

function showCompletions() {
  completions.replaceChildren(...state.matches.map((command, index) => element("li",
    { role: "option", id: `option-${index}`, "aria-selected": String(index === state.chosen), onmousedown: (event) => { event.preventDefault(); take(index); } },
    element("span", { class: "command" }, `/${command.command}`), element("span", { class: "about" }, command.description))));
  completions.hidden = !state.matches.length;
  input.setAttribute("aria-expanded", String(!completions.hidden));
  if (completions.hidden) input.removeAttribute("aria-activedescendant");
  else {
    input.setAttribute("aria-activedescendant", `option-${state.chosen}`);
    completions.children[state.chosen].scrollIntoView({ block: "nearest" });
  }
}

function take(index) {
  input.value = `/${state.matches[index].command} `;
  state.matches = [];
  showCompletions();
  input.focus();
}

function grow() {
  input.style.height = "auto";
  input.style.height = `${input.scrollHeight + 2}px`;
}

input.addEventListener("input", () => { complete(); grow(); });
input.addEventListener("keydown", (event) => {
  const open = state.matches.length > 0;
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const step = event.key === "ArrowDown" ? 1 : -1;
    state.chosen = (state.chosen + step + state.matches.length) % state.matches.length;
    showCompletions();
  } else if (open && event.key === "Tab") {
    event.preventDefault();
    take(state.chosen);
  } else if (open && event.key === "Escape") {
    state.matches = [];
    showCompletions();
  } else if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    const exact = open && `/${state.matches[state.chosen].command}` === input.value.trim().toLowerCase();
    if (open && !exact) take(state.chosen);
    else form.requestSubmit();
  }
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  if (await page.say(text)) {
    input.value = "";
    complete();
    grow();
  }
});
listen();
