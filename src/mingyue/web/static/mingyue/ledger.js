// What a link brings into #dialog-body is shown over the page; without script the link leads to a page of its own.
"use strict";
document.addEventListener("htmx:afterSwap", (event) => {
  const dialog = event.target.closest("dialog");
  if (dialog && !dialog.open) {
    dialog.showModal();
  }
});
document.addEventListener("click", (event) => {
  const dialog = event.target.closest("dialog");
  if (dialog && (event.target === dialog || event.target.closest(".dialog-close"))) {
    dialog.close();
  }
});
