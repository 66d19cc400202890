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

// What was typed into a form is kept in this tab until the server says that it was taken, so that a lost page, a lapsed
// session or a broken line loses nothing. Not longer and not elsewhere: counters share machines. Passwords, codes,
// files and personal data are never kept.
const DRAFT = "draft:";
const NOT_KEPT = "[type=password], [type=file], [type=hidden]:not([data-drafted]), [autocomplete=one-time-code], [data-personal]";

// The server's word is a cookie of the draft's number (portal/site/drafts.py).
function forgetTaken() {
  for (const key of Object.keys(sessionStorage).filter((one) => one.startsWith(DRAFT))) {
    const { number } = JSON.parse(sessionStorage.getItem(key));
    if (!document.cookie.split("; ").includes(`draft-${number}=taken`)) continue;
    sessionStorage.removeItem(key);
    document.cookie = `draft-${number}=; max-age=0; path=/; samesite=lax`;
  }
}

function draftKey(form) {
  return `${DRAFT}${form.dataset.draft}:${location.pathname}${location.search}`;
}

function newNumber() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function draftFields(form) {
  return [...form.elements].filter(
    (field) => field.name && field.matches("input, select, textarea") && !field.matches(NOT_KEPT),
  );
}

function draftOf(form) {
  return draftFields(form).map((field) => [field.name, /checkbox|radio/.test(field.type) ? field.checked : field.value]);
}

function fillDraft(form, values) {
  draftFields(form).forEach((field, place) => {
    const [name, value] = values[place] ?? [];
    if (name !== field.name) return;
    if (/checkbox|radio/.test(field.type)) field.checked = value;
    else field.value = value;
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

// What has to be entered anew, in words.
function notKept(form) {
  const has = (what) => form.querySelector(what) !== null;
  const kinds = [has("[type=file]") && "文件", has("[data-personal]") && "个人信息"].filter(Boolean);
  return kinds.length ? `${kinds.join("和")}没有保留，请重新填写、选择。` : "";
}

function offerToClear(form, key, asServed) {
  const notice = document.getElementById("draft-notice");
  notice.querySelector("p").append(notKept(form));
  notice.hidden = false;
  notice.querySelector("button").addEventListener("click", () => {
    fillDraft(form, JSON.parse(asServed));
    delete form.dataset.changed;
    sessionStorage.removeItem(key);
    notice.hidden = true;
  });
}

forgetTaken();
const draftForm = document.querySelector("form[data-draft]");

if (draftForm) {
  const key = draftKey(draftForm);
  const asServed = JSON.stringify(draftOf(draftForm));
  const kept = JSON.parse(sessionStorage.getItem(key));
  const refused = document.querySelector(".notice-error");
  if (kept?.values && !refused && JSON.stringify(kept.values) !== asServed) {
    fillDraft(draftForm, kept.values);
    draftForm.dataset.changed = "yes";
    offerToClear(draftForm, key, asServed);
  } else if (!refused) {
    sessionStorage.removeItem(key);
  }
  const number = document.createElement("input");
  number.type = "hidden";
  number.name = "_draft";
  number.value = kept?.number ?? newNumber();
  draftForm.append(number);
  draftForm.addEventListener("input", () => {
    sessionStorage.setItem(key, JSON.stringify({ number: number.value, values: draftOf(draftForm) }));
  });
}
