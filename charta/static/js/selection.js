/** “Select all” for tables whose rows have a checkbox, and how many are selected. */

export function selectRows(table) {
  const label = table.querySelector("[data-select-all]");
  const all = label?.querySelector("input");
  const boxes = [...table.querySelectorAll("tbody .c-table__select input")];
  if (!all || boxes.length === 0) return;
  label.hidden = false;
  const places = document.querySelectorAll(`[data-selection-count]`);

  function show() {
    const count = boxes.filter((box) => box.checked).length;
    all.checked = count === boxes.length;
    all.indeterminate = count > 0 && count < boxes.length;
    for (const place of places) {
      place.textContent = count ? place.dataset.selectionCount.replace("{n}", String(count)) : "";
    }
  }

  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    show();
  });
  table.addEventListener("change", show);
  show();
}
