/** Sends the one form of a page by which somebody comes back from the identity provider; without scripts they press it. */

document.querySelector("form[data-onward]")?.requestSubmit();
