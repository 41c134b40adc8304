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
// htmx puts nothing into the page when the server refuses: what the server says is told at the top of the page.
const tell = (words) => {
  const note = document.createElement("p");
  note.className = "note error";
  note.setAttribute("role", "alert");
  note.textContent = words;
  const main = document.getElementById("main");
  main.querySelector(":scope > .refused")?.remove();
  const box = document.createElement("div");
  box.className = "notes refused";
  box.append(note);
  main.prepend(box);
  box.scrollIntoView({ block: "nearest" });
};
document.addEventListener("htmx:responseError", (event) => {
  const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
  tell(page.querySelector(".outcome p")?.textContent || document.body.dataset.failed);
});
document.addEventListener("htmx:sendError", () => tell(document.body.dataset.failed));
