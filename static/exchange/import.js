// A file dropped anywhere on the field becomes the chosen one; the keyboard uses the field itself.
for (const field of document.querySelectorAll("[data-drop]")) {
  const input = field.querySelector("input[type=file]");
  const mark = (over) => (event) => {
    event.preventDefault();
    field.classList.toggle("over", over);
  };
  field.addEventListener("dragover", mark(true));
  field.addEventListener("dragleave", mark(false));
  field.addEventListener("drop", (event) => {
    mark(false)(event);
    if (event.dataTransfer.files.length) input.files = event.dataTransfer.files;
  });
}
