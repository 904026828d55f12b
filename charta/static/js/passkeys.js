/** Passkeys: a button asks the device to make a key or to sign, and sends what it has answered. */

const BINARY = { challenge: true, id: true };

function toBytes(text) {
  const plain = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(plain), (character) => character.charCodeAt(0));
}

function toText(buffer) {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The server's options with bytes where the browser wants bytes. */
function withBytes(value) {
  if (Array.isArray(value)) return value.map(withBytes);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [
      name,
      BINARY[name] && typeof inner === "string" ? toBytes(inner) : withBytes(inner),
    ]),
  );
}

function optionsFrom(task) {
  const { rp, ...rest } = task;
  return rp ? { ...withBytes(rest), rp } : withBytes(rest);
}

/** What the device has answered, as text. */
function answerOf(credential) {
  const given = credential.response;
  const response = { clientDataJSON: toText(given.clientDataJSON) };
  for (const name of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (given[name]) response[name] = toText(given[name]);
  }
  if (given.getTransports) response.transports = given.getTransports();
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function taskFor(place, form) {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  body.set("purpose", place.dataset.passkey);
  const response = await fetch(place.dataset.task, { method: "POST", body });
  if (!response.ok) throw new Error(String(response.status));
  return optionsFrom(await response.json());
}

async function ask(place, form) {
  const publicKey = await taskFor(place, form);
  const adding = place.dataset.passkey === "add";
  return adding ? navigator.credentials.create({ publicKey }) : navigator.credentials.get({ publicKey });
}

function reason(place, error) {
  if (error.name === "NotAllowedError" || error.name === "AbortError") return place.dataset.cancelled;
  return error.name === "InvalidStateError" ? place.dataset.known : place.dataset.failed;
}

function offer(place) {
  const form = place.querySelector("form");
  const status = place.querySelector("[data-passkey-status]");
  let asking = false;
  place.querySelector("[data-passkey-without]").hidden = true;
  place.querySelector("[data-passkey-with]").hidden = false;
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    if (asking) return;
    asking = true;
    status.textContent = "";
    try {
      form.elements.credential.value = answerOf(await ask(place, form));
      form.requestSubmit();
    } catch (error) {
      status.textContent = reason(place, error);
    } finally {
      asking = false;
    }
  });
}

if (window.PublicKeyCredential) {
  for (const place of document.querySelectorAll("[data-passkey]")) offer(place);
}
