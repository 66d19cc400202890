/* Words that the theme's scripts write in English. */
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  const name = (root) => root.querySelectorAll('[aria-label="scrollable content"]').forEach((box) => box.setAttribute("aria-label", "可滚动区域"));
  name(document);
  new MutationObserver(() => name(document)).observe(document.body, { childList: true, subtree: true });
});
