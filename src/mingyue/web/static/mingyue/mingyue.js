// What every page needs of script; all of it is comfort, pages read without it.
// data-confirm on a form asks before it is sent. Ctrl/Cmd+Enter sends the form one writes in.
"use strict";
document.addEventListener("submit", (event) => {
  const words = event.target.dataset.confirm;
  if (words && !window.confirm(words)) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}, true);
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
    event.target.form.requestSubmit();
  }
});
