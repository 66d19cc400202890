/* Words and landmarks that the theme's markup lacks. */
document.addEventListener("DOMContentLoaded", function () {
  "use strict";
  const boxes = '[aria-label="scrollable content"]';
  let named = 0;
  const name = () => document.querySelectorAll(boxes).forEach((box) => box.setAttribute("aria-label", `可滚动区域${++named}`));
  const main = document.getElementById("main");
  if (main && !document.querySelector("main")) main.setAttribute("role", "main");
  name();
  new MutationObserver(name).observe(document.body, { childList: true, subtree: true });
});
