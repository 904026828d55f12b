/** How many characters are left in a text area; said aloud only when it gets tight and typing pauses. */

const TIGHT = 100;
const PAUSE = 1000;

export function countCharacters(area) {
  const place = document.querySelector(`[data-limit-for="${area.id}"]`);
  if (!place) return;
  const limit = Number(area.dataset.limit);
  const numbers = new Intl.NumberFormat(document.documentElement.lang || "de");
  const voice = document.createElement("span");
  voice.className = "c-hidden";
  voice.setAttribute("role", "status");
  place.after(voice);
  let timer;

  function show(aloud) {
    const left = limit - [...area.value].length;
    const words = left < 0 ? place.dataset.over : place.dataset.left;
    place.textContent = words.replace("{n}", numbers.format(Math.abs(left)));
    place.classList.toggle("c-field__limit--over", left < 0);
    clearTimeout(timer);
    if (aloud && left < TIGHT) timer = setTimeout(() => (voice.textContent = place.textContent), PAUSE);
  }

  area.addEventListener("input", () => show(true));
  if (area.value) show(false);
}
