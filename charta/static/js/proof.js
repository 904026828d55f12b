/** The proof of work that a stranger's form brings along: ALTCHA's protocol, version 2.
 *
 * It begins when somebody begins to write and asks nothing of them. The browser derives the keys
 * outside of its main thread, so nothing stutters and no worker is needed. Where it fails, the form
 * says what happens then, and is sent without.
 */

const RENEW = 15 * 60 * 1000;
const AT_ONCE = 4;

function toBytes(hex) {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

function toHex(bytes) {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The key that belongs to a number, as hexadecimal digits. */
async function keyOf(task, number) {
  const nonce = toBytes(task.nonce);
  const password = new Uint8Array(nonce.length + 4);
  password.set(nonce);
  new DataView(password.buffer).setUint32(nonce.length, number);
  const base = await crypto.subtle.importKey("raw", password, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt: toBytes(task.salt), iterations: task.cost };
  return toHex(new Uint8Array(await crypto.subtle.deriveBits(how, base, task.keyLength * 8)));
}

/** The number whose key begins as the task wants it, with that key. */
async function solve(task) {
  for (let first = 0; ; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, step) => first + step);
    const keys = await Promise.all(numbers.map((number) => keyOf(task, number)));
    const found = keys.findIndex((key) => key.startsWith(task.keyPrefix));
    if (found >= 0) return { counter: numbers[found], derivedKey: keys[found] };
  }
}

async function proofFrom(address) {
  const answer = await fetch(address, { credentials: "omit" });
  if (!answer.ok) throw new Error(String(answer.status));
  const challenge = await answer.json();
  return btoa(JSON.stringify({ challenge, solution: await solve(challenge.parameters) }));
}

class Proof {
  constructor(form, place) {
    this.place = place;
    this.field = form.elements.altcha;
    this.status = place.querySelector("[data-proof-status]");
    this.forget();
    place.querySelector("[data-proof-without]").hidden = true;
    place.querySelector("[data-proof-with]").hidden = false;
    form.addEventListener("input", () => this.begin());
    form.addEventListener("submit", (event) => this.onSubmit(event, form));
  }

  forget() {
    this.field.value = "";
    this.work = null;
    this.begunAt = 0;
    this.told = false;
  }

  get stale() {
    return Date.now() - this.begunAt > RENEW;
  }

  /** Solve a task unless one is being solved or still holds; whether it worked. */
  begin() {
    if (this.work && !this.stale) return this.work;
    this.forget();
    this.begunAt = Date.now();
    this.work = proofFrom(this.place.dataset.proof).then(
      (proof) => this.succeed(proof),
      () => this.fail(),
    );
    return this.work;
  }

  succeed(proof) {
    this.field.value = proof;
    this.status.textContent = this.place.dataset.done;
    return true;
  }

  fail() {
    this.told = true;
    this.place.querySelector("[data-proof-with]").hidden = true;
    this.status.textContent = this.place.dataset.failed;
    return false;
  }

  /** Wait for what is still being solved; a failure is read before the form goes out. */
  async onSubmit(event, form) {
    const button = event.submitter;
    if (button?.name === "preview") return;
    if (!this.stale && (this.field.value || this.told)) return;
    event.preventDefault();
    if (this.waits) return;
    this.waits = true;
    this.status.textContent = this.place.dataset.wait;
    const proven = await this.begin();
    this.waits = false;
    if (proven) form.requestSubmit(button);
  }
}

for (const place of document.querySelectorAll("[data-proof]")) {
  const proof = new Proof(place.closest("form"), place);
  addEventListener("pageshow", (event) => event.persisted && proof.forget());
}
