/** What makes pages smoother. Every page works without it. */

import { countCharacters } from "./counter.js";
import { previewText } from "./preview.js";
import { selectRows } from "./selection.js";

const SENDING_SECONDS = 10;
const SUMMARY = "[data-error-summary]:not([data-example] *)";
const FIRST = "[data-first]";

/** After a form: the summary of errors first, then what is to be read first, a field that is wrong, the notice. */
function focusOutcome(root = document) {
  const target =
    root.querySelector(SUMMARY) ??
    root.querySelector(FIRST) ??
    root.querySelector('[aria-invalid="true"]') ??
    root.querySelector("[data-notice]");
  if (!target) return;
  if (!target.matches("a, button, input, select, textarea")) target.tabIndex = -1;
  target.focus();
}

/** Send a form once, however often its button is pressed. */
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "true";
  markButtons(form, true);
  setTimeout(() => release(form), SENDING_SECONDS * 1000);
}

function markButtons(form, sending) {
  for (const button of form.elements) {
    if (button.type !== "submit") continue;
    if (sending) button.setAttribute("aria-disabled", "true");
    else button.removeAttribute("aria-disabled");
  }
}

function release(form) {
  delete form.dataset.sending;
  markButtons(form, false);
}

/** Ask before a page with unsaved text is left; what has come back unsent is unsaved from the beginning. */
function guardText(form) {
  let unsaved = Boolean(document.querySelector(`${SUMMARY}, ${FIRST}`));
  form.addEventListener("input", () => (unsaved = true));
  form.addEventListener("submit", () => (unsaved = false));
  addEventListener("beforeunload", (event) => {
    if (unsaved) event.preventDefault();
  });
}

/** Keep open what the reader has opened, as long as the tab lives. */
function rememberOpen(details) {
  const key = `open:${location.pathname}#${details.id}`;
  const kept = sessionStorage.getItem(key);
  if (kept !== null) details.open = kept === "true";
  details.addEventListener("toggle", () => sessionStorage.setItem(key, String(details.open)));
}

/** A link to something inside a closed part opens that part. */
function openTarget() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let part = target; part; part = part.parentElement) {
    if (part.tagName === "DETAILS") part.open = true;
  }
  if (target) target.scrollIntoView();
}

/** A status that came with a swap is news only to those who see it, until its words change. */
function sayAgain(status) {
  if (!status) return;
  const words = status.textContent;
  status.textContent = "";
  setTimeout(() => (status.textContent = words), 100);
}

function start(root) {
  root.querySelectorAll("form[data-guard]").forEach(guardText);
  root.querySelectorAll("details[data-remember]").forEach(rememberOpen);
  root.querySelectorAll("textarea[data-limit]").forEach(countCharacters);
  root.querySelectorAll("table[data-selectable]").forEach(selectRows);
  root.querySelectorAll('button[name="preview"]').forEach(previewText);
}

start(document);
if (document.querySelector(`${SUMMARY}, ${FIRST}`)) focusOutcome();
if (location.hash) openTarget();

addEventListener("hashchange", openTarget);
addEventListener("submit", sendOnce);
addEventListener("pageshow", () => document.querySelectorAll("form[data-sending]").forEach(release));

// htmx, on the pages that load it: what it has put in place comes alive and takes the focus.
document.addEventListener("htmx:after:swap", (event) => {
  const target = event.detail?.ctx?.target ?? event.target;
  const place = document.getElementById(target?.id) ?? target;
  if (!(place instanceof Element)) return;
  start(place);
  focusOutcome(place);
  if (document.activeElement === document.body) place.querySelector("[data-refocus]")?.focus();
  sayAgain(place.querySelector('[role="status"]'));
});
