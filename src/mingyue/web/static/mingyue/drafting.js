// Comfort for the forms of drafting: what somebody has unfolded stays unfolded when a row is added or removed.
"use strict";
(() => {
  const key = (details) => {
    const mark = details.querySelector(":scope > input[type='hidden']");
    return mark ? `${mark.name}=${mark.value}` : details.className || "positions";
  };
  let unfolded = new Set();
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id === "terms-fields") {
      unfolded = new Set([...event.detail.target.querySelectorAll("details[open]")].map(key));
    }
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const details of document.querySelectorAll("#terms-fields details")) {
      details.open = details.open || unfolded.has(key(details));
    }
  });
})();
