/** The one door through which words become a page (Trusted Types, policy "charta").

    Browsers that know Trusted Types refuse every other way of making markup, code or a script's address out of a
    string. The door lets through what the server may send to be put in place, and nothing that could run. */

const LOOKING = Symbol("only to be looked at");
const NEVER = "animate, base, embed, frame, iframe, meta[http-equiv], noscript, object, set";
const ADDRESSES = ["action", "formaction", "href", "src", "xlink:href"];
const SCRIPTS = ["data:", "javascript:", "vbscript:"];
const OURS = `${location.origin}/static/`;

const RULES = {
  createHTML(words, purpose) {
    if (purpose !== LOOKING) look(words);
    return words;
  },
};

/** For htmx, which parses by itself. It makes no scripts: those of a page stand in its head. */
export const policy = globalThis.trustedTypes?.createPolicy("charta", RULES) ?? RULES;

/** The page that our own server has answered with; it is inert until a part of it is put in place. */
export async function pageOf(answer) {
  const kind = answer.headers.get("Content-Type") ?? "";
  const ours = new URL(answer.url).origin === location.origin;
  if (!answer.ok || !ours || !kind.startsWith("text/html")) throw new Error("no page of ours");
  return look(await answer.text());
}

/** Parse and judge; nothing of it runs while it is not in place. */
function look(words) {
  const page = new DOMParser().parseFromString(policy.createHTML(words, LOOKING), "text/html");
  judge(page);
  return page;
}

function judge(root) {
  for (const element of root.querySelectorAll("*")) {
    if (element.matches(NEVER) || strangeScript(element) || element.getAttributeNames().some(runs, element)) {
      throw new TypeError(`not let through: ${element.localName}`);
    }
    if (element.localName === "template") judge(element.content);
  }
}

/** A script must be one of our files: they are what the content policy lets run. */
function strangeScript(element) {
  if (element.localName !== "script") return false;
  return Boolean(element.textContent.trim()) || !addressOf(element, "src")?.href.startsWith(OURS);
}

function runs(name) {
  if (name.startsWith("on") || name === "srcdoc" || name.includes("hx-on")) return true;
  if (this.localName === "img" && name === "src") return false;
  return ADDRESSES.includes(name) && SCRIPTS.includes(addressOf(this, name)?.protocol);
}

function addressOf(element, name) {
  try {
    return new URL(element.getAttribute(name), location.href);
  } catch {
    return null;
  }
}
