// Small help on top of pages that work without it: focus after a swap, Escape closes the menu.
"use strict";

document.addEventListener("htmx:load", (event) => {
  const arrived = event.detail.elt;
  if (arrived === document.body) return;
  const focus = arrived.matches("[data-focus]") ? arrived : arrived.querySelector("[data-focus]");
  if (focus) {
    focus.setAttribute("tabindex", "-1");
    focus.focus();
  }
});

document.addEventListener("keydown", (event) => {
  const open = event.key === "Escape" && document.querySelector("details.menu[open]");
  if (open) {
    open.removeAttribute("open");
    open.querySelector("summary").focus();
  }
});
