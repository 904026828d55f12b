/** Writing ideas down from the keyboard: Enter saves, Shift+Enter begins a new line. */

for (const place of document.querySelectorAll("[data-submit-on-enter]")) {
  place.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    const { form } = event.target;
    if (!form) return;
    event.preventDefault();
    form.requestSubmit();
  });
}
