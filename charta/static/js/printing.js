/** A button that opens the browser's print dialog; without scripts it is not there. */

for (const place of document.querySelectorAll("[data-print-button]")) {
  place.hidden = false;
  place.querySelector("button").addEventListener("click", () => print());
}
