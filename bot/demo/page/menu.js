// The menu of one message, by pointer or keyboard.

import { byId, element } from "./dom.js";

const box = byId("menu");
let opener = null;

export function closeMenu() {
  if (box.hidden) return;
  box.hidden = true;
  opener?.setAttribute("aria-expanded", "false");
  if (box.contains(document.activeElement)) opener?.focus();
  opener = null;
}

// `items` are pairs of words and what they do.
export function openMenu(button, items) {
  const again = opener === button;
  closeMenu();
  if (again) return;
  opener = button;
  button.setAttribute("aria-expanded", "true");
  box.replaceChildren(...items.map(([words, act]) => element("button", { type: "button", role: "menuitem", onclick: () => { closeMenu(); act(); } }, words)));
  box.hidden = false;
  const around = button.getBoundingClientRect();
  box.style.left = `${Math.max(4, Math.min(around.left, innerWidth - box.offsetWidth - 4))}px`;
  box.style.top = `${Math.max(4, Math.min(around.bottom + 2, innerHeight - box.offsetHeight - 4))}px`;
  box.firstElementChild.focus();
}

box.addEventListener("keydown", (event) => {
  const items = [...box.children];
  const at = items.indexOf(document.activeElement);
  if (event.key === "Escape" || event.key === "Tab") { event.preventDefault(); closeMenu(); }
  if (event.key === "ArrowDown") { event.preventDefault(); items[(at + 1) % items.length].focus(); }
  if (event.key === "ArrowUp") { event.preventDefault(); items[(at - 1 + items.length) % items.length].focus(); }
});
document.addEventListener("pointerdown", (event) => {
  if (!box.contains(event.target) && !opener?.contains(event.target)) closeMenu();
});
