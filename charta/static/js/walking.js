/** From change to change: a bar at the lower edge that always leads to the neighbours of the change one is at.
    Its links are those that the server has put at that change, so it knows no way of its own. */

const bar = document.querySelector("[data-walk]");
const changes = [...document.querySelectorAll("[data-change]")];
const READING_LINE = 0.4;

const place = bar?.querySelector("[data-walk-place]");
const words = place?.textContent;

let waiting = false;
let last;

/** The change that has the focus as long as it is seen, else the last one that begins above the reading line.
    Reaching for the bar changes nothing: its links must not turn into others under the hand. */
function current() {
  const active = document.activeElement;
  const focused = active?.closest("[data-change]") ?? (bar.contains(active) ? last : undefined);
  if (focused && isSeen(focused)) return focused;
  const line = innerHeight * READING_LINE;
  return changes.findLast((change) => change.getBoundingClientRect().top < line);
}

function isSeen(element) {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < innerHeight;
}

function lead(link, address) {
  link.toggleAttribute("hidden", !address);
  if (address) link.href = address;
}

function show() {
  waiting = false;
  const change = current();
  last = change;
  const way = (rel) => change?.querySelector(`.c-step [rel="${rel}"]`)?.getAttribute("href");
  place.textContent = change?.querySelector(".c-step__number").textContent ?? words;
  lead(bar.querySelector("[data-walk-previous]"), way("prev"));
  lead(bar.querySelector("[data-walk-next]"), change ? way("next") : `#${changes[0].id}`);
}

function soon() {
  if (waiting) return;
  waiting = true;
  requestAnimationFrame(show);
}

if (bar && changes.length > 1) {
  bar.hidden = false;
  document.documentElement.classList.add("c-walked");
  show();
  for (const event of ["scroll", "resize", "hashchange"]) addEventListener(event, soon, { passive: true });
  document.addEventListener("focusin", (event) => bar.contains(event.target) || soon());
}
