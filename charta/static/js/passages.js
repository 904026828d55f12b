/** Speaking of words that are selected, and opening a mark without leaving the page. */

import { pageOf } from "./trusted.js";

const OURS = ".c-count, .c-say";
const BLANKS = /[ \t\n\r\f]+/g;
const PAUSE = 300;
const text = document.querySelector("[data-passages]");
let shown = location.search;

/** How many characters of the plain text stand before a point; the server put the beginnings of lines there. */
function placeOf(node, offset) {
  const point = document.createRange();
  point.setStart(node, offset);
  let start = 0;
  let before = "";
  let code = false;
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (one) =>
    one.nodeType === Node.ELEMENT_NODE && one.matches(OURS) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
  );
  while (walker.nextNode()) {
    const one = walker.currentNode;
    if (point.comparePoint(one, 0) > 0) break;
    if (one.nodeType === Node.TEXT_NODE) {
      before += one === node ? one.data.slice(0, offset) : one.data;
    } else if (one.dataset.start !== undefined) {
      start = Number(one.dataset.start);
      before = "";
      code = one.localName === "pre";
    } else if (one.localName === "br") {
      before += " ";
    }
  }
  return start + (code ? lengthOfCode(before) : lengthOfProse(before));
}

/** Blanks are drawn together, and there are none at the beginning. */
function lengthOfProse(before) {
  return counted(before.replace(BLANKS, " ").replace(/^ /, ""));
}

/** Lines of code keep their blanks, except at their ends; empty ones are left out. */
function lengthOfCode(before) {
  const lines = before.split("\n");
  const last = lines.pop();
  const whole = lines.map((line) => line.trimEnd()).filter(Boolean);
  return whole.reduce((sum, line) => sum + counted(line) + 1, 0) + counted(last);
}

/** Characters as the server counts them: one for each, even where JavaScript counts two. */
function counted(words) {
  return [...words].length;
}

function spanOf(range) {
  const [start, end] = [placeOf(range.startContainer, range.startOffset), placeOf(range.endContainer, range.endOffset)];
  return start < end ? { start, end } : null;
}

function selectedRange() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return text.contains(range.commonAncestorContainer) && range.toString().trim() ? range : null;
}

/** A bar below the selection leads to the form for it. */
function offerSelection(bar) {
  const link = bar.querySelector("a");
  const status = document.querySelector("[data-saystatus]");
  let timer;

  function show() {
    const range = selectedRange();
    const span = range && spanOf(range);
    if (!span) {
      bar.hidden = true;
      return;
    }
    const address = new URL(text.dataset.say, location.href);
    address.searchParams.set("von", span.start);
    address.searchParams.set("bis", span.end);
    link.href = address;
    bar.hidden = false;
    putBelow(range);
    const words = range.toString().replace(BLANKS, " ").trim();
    status.textContent = status.dataset.saystatus.replace("{words}", words.slice(0, 80));
  }

  function putBelow(range) {
    const lines = range.getClientRects();
    const line = lines[lines.length - 1] ?? range.getBoundingClientRect();
    const ground = bar.offsetParent?.getBoundingClientRect() ?? { left: 0, top: 0, width: innerWidth };
    const most = ground.width - bar.offsetWidth;
    bar.style.left = `${Math.max(0, Math.min(line.left - ground.left, most))}px`;
    bar.style.top = `${line.bottom - ground.top + 8}px`;
  }

  document.addEventListener("selectionchange", () => {
    clearTimeout(timer);
    if (!bar.contains(document.activeElement)) timer = setTimeout(show, PAUSE);
  });
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  bar.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    getSelection().removeAllRanges();
    bar.hidden = true;
  });
}

/** Put what another address shows in place of text and side, and the focus where its name is. */
async function swap(address, kept) {
  const answer = await fetch(address);
  const page = await pageOf(answer);
  const [words, side] = [page.querySelector("[data-passages]"), page.querySelector("[data-beside]")];
  if (!words || !side) throw new Error("no text");
  text.replaceChildren(...words.childNodes);
  document.querySelector("[data-beside]").replaceChildren(...side.childNodes);
  if (!kept) history.pushState(null, "", address);
  shown = location.search;
  const target = document.getElementById(decodeURIComponent(new URL(address).hash.slice(1)));
  target?.focus({ preventScroll: true });
  target?.scrollIntoView({ block: "nearest" });
}

function openInPlace(event) {
  const link = event.target.closest(".c-count, [data-swap]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  swap(link.href).catch(() => location.assign(link.href));
}

if (text) {
  const bar = document.querySelector("[data-saybar]");
  if (bar) offerSelection(bar);
  document.addEventListener("click", openInPlace);
  addEventListener("popstate", () => {
    if (location.search !== shown) swap(location.href, true).catch(() => location.reload());
  });
}
