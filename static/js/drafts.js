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

// Whose draft: said by the form, in the back office by this script's own address.
const whose = new URL(document.currentScript.src).hash.slice(1);

function draftKey(form) {
  return `${DRAFT}${form.dataset.draft ?? whose}:${location.pathname}${location.search}`;
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

function noticeAbove(form) {
  const notice = document.createElement("div");
  notice.className = "draft-notice";
  notice.setAttribute("role", "status");
  notice.innerHTML = '<p>已恢复您上次没有保存的内容。</p><button type="button">清除草稿</button>';
  form.before(notice);
  return notice;
}

function offerToClear(form, key, asServed) {
  const notice = document.getElementById("draft-notice") ?? noticeAbove(form);
  notice.querySelector("p").append(notKept(form));
  notice.hidden = false;
  notice.querySelector("button").addEventListener("click", () => {
    fillDraft(form, JSON.parse(asServed));
    delete form.dataset.changed;
    sessionStorage.removeItem(key);
    notice.hidden = true;
  });
}

function keepDraft(form) {
  const key = draftKey(form);
  const asServed = JSON.stringify(draftOf(form));
  const kept = JSON.parse(sessionStorage.getItem(key));
  const refused = document.querySelector(".notice-error, .errornote, .errorlist");
  if (kept?.values && !refused && JSON.stringify(kept.values) !== asServed) {
    fillDraft(form, kept.values);
    form.dataset.changed = "yes";
    offerToClear(form, key, asServed);
  } else if (!refused) {
    sessionStorage.removeItem(key);
  }
  const number = document.createElement("input");
  number.type = "hidden";
  number.name = "_draft";
  number.value = kept?.number ?? newNumber();
  form.append(number);
  form.addEventListener("input", () => {
    sessionStorage.setItem(key, JSON.stringify({ number: number.value, values: draftOf(form) }));
  });
}

function begin() {
  forgetTaken();
  const form = document.querySelector("form[data-draft], form.warn-unsaved-form");
  if (form) keepDraft(form);
}

// The back office loads its scripts before the page is there.
if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", begin);
else begin();
