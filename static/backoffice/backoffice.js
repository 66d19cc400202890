/* Words and landmarks that the theme's markup lacks. */
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  const boxes = '[aria-label="scrollable content"]';
  let named = 0;
  const name = () => document.querySelectorAll(boxes).forEach((box) => box.setAttribute("aria-label", `可滚动区域${++named}`));
  const main = document.getElementById("main");
  if (main && !document.querySelector("main")) main.setAttribute("role", "main");
  const label = () => document.querySelectorAll(".select2-selection[role=combobox]:not([aria-label]), .select2-selection__rendered[role=textbox]:not([aria-label])").forEach((box) => {
    const field = box.closest(".select2")?.previousElementSibling;
    const words = field && document.querySelector(`label[for="${field.id}"]`)?.textContent.replace("*", "").trim();
    if (words) { box.removeAttribute("aria-labelledby"); box.setAttribute("aria-label", words); }
  });
  const mend = () => { name(); label(); };
  mend();
  new MutationObserver(mend).observe(document.body, { childList: true, subtree: true });
});
