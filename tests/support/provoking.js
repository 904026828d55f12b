// Does with a document what a visitor would do: points at things, steps into them, types, clicks.
// Only what carries a handler or leads to a script is touched, and nothing leads elsewhere.
// `provoke(document)` also looks into the frames that it may look into.
(() => {
  const GESTURES = [
    "pointerover", "pointerenter", "mouseover", "mouseenter", "focus", "wheel", "scroll",
    "scrollend", "keydown", "input", "change", "copy", "paste", "submit", "reset", "toggle",
    "beforetoggle", "click",
  ];
  const ADDRESSES = ["href", "xlink:href", "action", "formaction", "src", "data"];
  const SCRIPTS = new Set(["javascript:", "vbscript:", "data:"]);

  function leadsToScript(element) {
    return ADDRESSES.some((name) => {
      try {
        return SCRIPTS.has(new URL(element.getAttribute(name) ?? "", element.baseURI).protocol);
      } catch {
        return false;
      }
    });
  }

  function stay(event) {
    const place = event.submitter ?? event.target.closest?.("a, area, button, form");
    if (place && !leadsToScript(place) && !(place.form && leadsToScript(place.form))) {
      event.preventDefault();
    }
  }

  function visit(element) {
    const form = element.closest("button") && (element.form ?? element.closest("form"));
    if (leadsToScript(element) || (form && leadsToScript(form))) {
      element.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }
    if (element.getAttributeNames().some((name) => name.startsWith("on"))) {
      element.focus?.();
      for (const gesture of GESTURES) {
        element.dispatchEvent(new Event(gesture, { bubbles: true, cancelable: true }));
      }
    }
  }

  window.provoke = (root) => {
    root.addEventListener("click", stay);
    root.addEventListener("submit", stay);
    for (const element of root.querySelectorAll("*")) {
      visit(element);
      try {
        if (element.contentDocument) window.provoke(element.contentDocument);
      } catch {
        // A frame of somebody else: what it does by itself is told all the same.
      }
    }
  };

  // Writes pieces of HTML, each as a document of its own, into the frames of this page, which are
  // used again and again since a new frame takes longer than all the rest.
  window.show = async (pieces, atOnce = 40) => {
    const wait = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
    const fresh = () => document.body.appendChild(document.createElement("iframe"));
    const frames = Array.from({ length: atOnce }, fresh);
    for (let start = 0; start < pieces.length; start += atOnce) {
      const round = pieces.slice(start, start + atOnce);
      for (const [place, piece] of round.entries()) {
        if (!frames[place].contentDocument) {
          frames[place].remove();
          frames[place] = fresh();
        }
        frames[place].contentDocument.open();
        frames[place].contentDocument.write(piece);
        frames[place].contentDocument.close();
      }
      await wait(60);
      for (const frame of frames) {
        if (frame.contentDocument) window.provoke(frame.contentDocument);
      }
      await wait(60);
    }
  };
})();
