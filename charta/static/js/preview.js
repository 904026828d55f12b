/** The preview of a text without leaving the page. The server renders it, as it does without scripts. */

import { pageOf } from "./trusted.js";

export function previewText(button) {
  const form = button.form;
  if (!form || !document.getElementById("preview")) return;
  button.addEventListener("click", async (event) => {
    if (button.dataset.plain) return;
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    try {
      await swapPreview(form, button);
    } catch {
      button.dataset.plain = "true";
      form.requestSubmit(button);
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
}

async function swapPreview(form, button) {
  const entries = new FormData(form, button);
  const address = button.getAttribute("formaction") ?? form.action;
  const answer = await fetch(address, { method: "POST", body: entries, redirect: "error" });
  const page = await pageOf(answer);
  const fresh = page.querySelector("#preview [data-preview]");
  if (!fresh || !fresh.childNodes.length) throw new Error("no preview");
  const preview = document.getElementById("preview");
  preview.querySelector("[data-preview]").replaceChildren(...fresh.childNodes);
  preview.hidden = false;
  preview.focus();
}
