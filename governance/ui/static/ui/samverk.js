// Small help on top of pages that work without it: focus after a swap, Escape closes the menu.
"use strict";

document.addEventListener("htmx:afterSwap", (event) => {
  const focus = event.detail.target.querySelector("[data-focus]");
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
