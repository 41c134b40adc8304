// The review page: text and findings linked both ways, one finding open at a time, keys. Without script links do the same.
"use strict";
const list = () => [...document.querySelectorAll(".finding")];
const card = (number) => document.getElementById(`f${number}`);
const current = () => document.querySelector(".finding.open-card") || null;

function light(number) {
  document.querySelectorAll("mark.now").forEach((mark) => mark.classList.remove("now"));
  const marks = document.querySelectorAll(`mark[data-finding="${number}"]`);
  marks.forEach((mark) => mark.classList.add("now"));
  if (marks.length) marks[0].scrollIntoView({ block: "center" });
}

function open(number) {
  const found = card(number);
  if (!found) return;
  light(number);
  if (!found.classList.contains("open-card")) found.querySelector(".row").click();
  else found.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = list();
  const at = all.indexOf(current());
  const next = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) open(next.dataset.finding);
}

function close(found) {
  found.classList.remove("open-card");
  found.querySelector(".row").setAttribute("aria-expanded", "false");
}

document.addEventListener("click", (event) => {
  const marked = event.target.closest("mark a");
  if (marked) {
    const number = marked.closest("mark").dataset.finding;
    if (card(number)) {
      event.preventDefault();
      open(number);
    }
    return;
  }
  const row = event.target.closest(".finding .row[data-open]");
  if (row) { // its body is there already
    event.preventDefault();
    const found = row.closest(".finding");
    if (found.classList.contains("open-card")) return close(found);
    list().filter((other) => other.classList.contains("open-card")).forEach(close);
    found.classList.add("open-card");
    row.setAttribute("aria-expanded", "true");
    light(found.dataset.finding);
  }
  const back = event.target.closest(".to-text");
  if (back) {
    event.preventDefault();
    light(back.closest(".finding").dataset.finding);
  }
});

document.addEventListener("htmx:afterSwap", (event) => {
  const number = event.detail.requestConfig?.elt?.closest?.(".finding")?.dataset.finding
    || event.detail.target?.dataset?.finding;
  const found = number && card(number);
  if (!found) return;
  list().filter((other) => other !== found && other.classList.contains("open-card")).forEach(close);
  light(number);
  found.querySelector(".row").focus({ preventScroll: true });
  found.scrollIntoView({ block: "nearest" });
});

const keysOn = () => { const box = document.getElementById("keys-on"); return !box || box.checked; };
document.addEventListener("change", (event) => {
  if (event.target.id === "keys-on") localStorage.setItem("review-keys", event.target.checked ? "1" : "0");
});
function remembered() {
  const box = document.getElementById("keys-on");
  if (box) box.checked = localStorage.getItem("review-keys") !== "0";
}
remembered();
document.addEventListener("htmx:afterSettle", remembered);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !keysOn()) return;
  if (event.target.closest("input, textarea, select")) return;
  if (event.key === "j" || event.key === "k") step(event.key === "j" ? 1 : -1);
  else if (event.key === "/") document.getElementById("by-family").focus();
  else if (event.key === "?") document.querySelector(".keys").toggleAttribute("open");
  else if ("aewc".includes(event.key) && current()) {
    const button = current().querySelector(`[data-key="${event.key}"]`);
    if (!button) return;
    if (button.tagName === "SUMMARY") {
      button.parentElement.open = true;
      button.parentElement.querySelector("textarea").focus();
    } else button.click();
  } else return;
  event.preventDefault();
});

if (current()) light(current().dataset.finding);
