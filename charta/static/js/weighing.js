/** Answering from the keyboard, and answers that save themselves. Every page works without it. */

const PAUSE = 1500;
const OFF = "weighing:keys-off";
const JSON_ONLY = { Accept: "application/json" };

const place = document.querySelector("[data-weighing]");
const form = place?.querySelector("form");
const dialog = document.querySelector("[data-keys]");

/** Send the form with another button, for values instead of a page. */
function ask(action) {
  const entries = new FormData(form);
  entries.set("action", action);
  const request = { method: "POST", body: entries, headers: JSON_ONLY, redirect: "error", keepalive: true };
  return fetch(form.getAttribute("action"), request);
}

/** What is written is saved as a draft: when typing pauses, when the field or the page is left. */
class Saving {
  constructor() {
    this.status = form.querySelector("[data-saved]");
    this.trouble = form.querySelector("[data-saved-conflict]");
    this.dirty = false;
    this.running = null;
    this.stopped = false;
    this.leaving = false;
    form.addEventListener("input", (event) => event.target.name !== "module" && this.change());
    form.addEventListener("focusout", () => this.save());
    form.addEventListener("submit", (event) => this.submit(event));
    document.addEventListener("visibilitychange", () => document.hidden && this.save());
    addEventListener("beforeunload", (event) => {
      if (this.dirty && !this.leaving) event.preventDefault();
    });
    if ("unsaved" in place.dataset) this.change();
  }

  change() {
    this.dirty = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), PAUSE);
  }

  /** Save what has changed; whether all is saved now. */
  async save() {
    if (this.running) await this.running;
    if (!this.dirty || this.stopped || this.leaving) return !this.dirty;
    clearTimeout(this.timer);
    this.dirty = false;
    this.status.textContent = place.dataset.saving;
    this.running = this.send();
    const saved = await this.running;
    this.running = null;
    if (!saved) this.dirty = true;
    return saved && !this.dirty;
  }

  async send() {
    try {
      const answer = await ask("merken");
      const told = await answer.json();
      if (answer.ok) form.elements.draft.value = told.draft;
      else if (told.conflict) this.stop();
      this.status.textContent = told.message || place.dataset.failed;
      return answer.ok;
    } catch {
      this.status.textContent = place.dataset.failed;
      return false;
    }
  }

  /** Somebody else has written: save nothing by itself any more, and offer to see both texts. */
  stop() {
    this.stopped = true;
    const button = document.createElement("button");
    button.className = "kern-btn kern-btn--secondary";
    button.name = "action";
    button.value = "merken";
    const label = document.createElement("span");
    label.className = "kern-label";
    label.textContent = place.dataset.conflict;
    button.append(label);
    this.trouble.replaceChildren(button);
    this.trouble.hidden = false;
  }

  /** Let a saving under way end first, so that nobody is in conflict with themselves. */
  async submit(event) {
    if (this.running) {
      event.preventDefault();
      const { submitter } = event;
      await this.running;
      form.requestSubmit(submitter);
      return;
    }
    clearTimeout(this.timer);
    this.leaving = true;
  }
}

/** Put a text module where the cursor is. */
async function insert(event, button) {
  event.preventDefault();
  const area = form.elements.source;
  try {
    const answer = await ask("einfuegen");
    if (!answer.ok) throw new Error("nothing to insert");
    const { words } = await answer.json();
    area.focus();
    area.setRangeText(words, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  } catch {
    button.dataset.plain = "true";
    form.requestSubmit(button);
  }
}

const saving = form && form.querySelector("[data-saved]") && "autosave" in place.dataset ? new Saving() : null;
const inserting = form?.querySelector('button[value="einfuegen"]');
inserting?.addEventListener("click", (event) => inserting.dataset.plain || insert(event, inserting));

function press(value) {
  form?.querySelector(`button[name="action"][value="${value}"]`)?.click();
}

/** Follow a link, once what is written has been saved. */
async function go(link) {
  if (!link) return;
  if (saving && !(await saving.save())) return;
  link.click();
}

function decide(number) {
  const choice = form?.querySelectorAll('input[name="disposition"]')[number - 1];
  if (!choice) return;
  choice.click();
  choice.focus();
}

function search() {
  const field = document.getElementById("filter-q");
  if (field) field.focus();
  else go(document.querySelector("[data-list]"));
}

const KEYS = {
  n: () => go(document.querySelector('a[rel="next"]')),
  p: () => go(document.querySelector('a[rel="prev"]')),
  b: () => form?.elements.source?.focus(),
  s: () => press("fertig"),
  f: () => press("freigeben"),
  "/": search,
  "?": () => dialog?.showModal(),
};
KEYS.j = KEYS.n;
KEYS.k = KEYS.p;
for (const number of [1, 2, 3, 4]) KEYS[number] = () => decide(number);

function isWriting(target) {
  if (target.matches("textarea, select, [contenteditable]")) return true;
  return target.matches("input") && !["radio", "checkbox"].includes(target.type);
}

function switchedOff() {
  return localStorage.getItem(OFF) === "true";
}

addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || dialog?.open) return;
  const { target, key } = event;
  if (!(target instanceof Element)) return;
  const inForm = form?.contains(target);
  if (key === "Enter" && (event.ctrlKey || event.metaKey) && inForm) {
    event.preventDefault();
    press("fertig");
  } else if (key === "Escape" && inForm && isWriting(target)) {
    target.blur();
  } else if (!event.ctrlKey && !event.metaKey && !event.altKey && !isWriting(target) && !switchedOff()) {
    const act = Object.hasOwn(KEYS, key) && KEYS[key];
    if (!act) return;
    event.preventDefault();
    act();
  }
});

if (dialog) {
  const off = dialog.querySelector("[data-keys-off]");
  off.checked = switchedOff();
  off.addEventListener("change", () => localStorage.setItem(OFF, String(off.checked)));
  for (const opener of document.querySelectorAll("[data-open-keys]")) {
    opener.hidden = false;
    opener.addEventListener("click", () => dialog.showModal());
  }
}
