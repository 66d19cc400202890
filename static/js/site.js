// Small helps on every page; every page works without them.

// Leaving a form with something typed in it asks first.
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) form.dataset.changed = "yes";
});

document.addEventListener("submit", (event) => {
  delete event.target.dataset.changed;
});

// A form is sent once: its buttons are off while it is on its way, and on again when one comes back to the page.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.matches("[hx-post], [target]")) return;
  // Only after the browser has taken the form with the button that was pressed.
  setTimeout(() => switchButtons(form, true));
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sending]").forEach((form) => switchButtons(form, false));
});

function switchButtons(form, off) {
  form.toggleAttribute("data-sending", off);
  [...form.elements].filter((one) => one.type === "submit").forEach((button) => (button.disabled = off));
}

window.addEventListener("beforeunload", (event) => {
  if (document.querySelector("form[data-changed]")) event.preventDefault();
});

// A form sent back with errors puts the summary in view.
document.querySelector("[data-focus]")?.focus();

// Read aloud with the browser's own speech.
const reader = document.querySelector("[data-read-aloud]");

if (reader && "speechSynthesis" in window) {
  const label = reader.querySelector("span");
  const stop = () => {
    speechSynthesis.cancel();
    label.textContent = "读给我听";
  };
  const read = () => {
    const speech = new SpeechSynthesisUtterance(document.getElementById("main").innerText);
    speech.lang = "zh-CN";
    speech.rate = 0.85;
    speech.onend = stop;
    label.textContent = "停止朗读";
    speechSynthesis.speak(speech);
  };
  reader.hidden = false;
  reader.addEventListener("click", () => (speechSynthesis.speaking ? stop() : read()));
}

// The menu on phones closes with Escape.
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && location.hash === "#menu") location.hash = "#main";
});

// On phones a list shows its search first; the other filters open at a tap (and stay open while in use).
const filters = document.querySelector(".filters");

if (filters && matchMedia("(max-width: 767px)").matches) {
  const hidden = filters.querySelectorAll(":scope > div:not(.search-field, .actions)");
  const used = [...hidden].some((part) => [...part.querySelectorAll("input, select")].some((field) => field.value));
  if (filters.querySelector(".search-field") && hidden.length && !used) {
    const more = document.createElement("button");
    more.type = "button";
    more.className = "btn";
    more.textContent = "更多条件";
    more.addEventListener("click", () => {
      delete filters.dataset.folded;
      more.remove();
    });
    filters.querySelector(".actions").append(more);
    filters.dataset.folded = "yes";
  }
}
