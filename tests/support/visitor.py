"""A visitor without a browser: opens pages, fills in forms, presses buttons by their words.

Every page that is opened checks itself: one ``h1`` with which the title begins, unique ids,
labelled fields, a language, nothing inline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = frozenset({"br", "hr", "img", "input", "link", "meta", "source", "wbr", "col"})
UNSEEN = frozenset({"script", "style", "template"})
Values = dict[str, str | list[str]]


@dataclass
class Element:
    """One element of a page."""

    name: str
    attributes: dict[str, str]
    children: list[Element | str] = field(default_factory=list)

    def __getitem__(self, attribute: str) -> str:
        return self.attributes.get(attribute, "")

    @property
    def text(self) -> str:
        """The words in it, spaces drawn together."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.name not in UNSEEN:
                yield from child._words()

    def walk(self) -> Iterator[Element]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def all(self, *names: str) -> list[Element]:
        return [element for element in self.walk() if element.name in names]

    def of_class(self, name: str) -> list[Element]:
        return [element for element in self.walk() if name in element["class"].split()]


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        for depth in range(len(self.open) - 1, 0, -1):
            if self.open[depth].name == tag:
                del self.open[depth:]
                return

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse(html: str) -> Element:
    builder = _Builder()
    builder.feed(html)
    return builder.root


class Visit:
    """A page as it lies before the visitor."""

    def __init__(self, visitor: Visitor, answer: TestResponse, path: str) -> None:
        self.visitor, self.answer, self.path = visitor, answer, path
        self.status = answer.status_code
        self.root = parse(answer.text)
        self.text = self.root.text
        check(self.root)

    @property
    def heading(self) -> str:
        return self.root.all("h1")[0].text

    @property
    def notices(self) -> list[str]:
        return [notice.text for notice in self.root.of_class("c-notice")]

    @property
    def errors(self) -> list[str]:
        """What is wrong, as the summary above the form says it."""
        return [
            line.text for box in self.root.of_class("c-error-summary") for line in box.all("li")
        ]

    def link(self, words: str) -> str:
        """The address of the link with these words."""
        found = [link["href"] for link in self.root.all("a") if link.text == words]
        assert found, f"No link “{words}” on {self.path}"
        return found[0]

    def has_button(self, words: str) -> bool:
        return any(button.text == words for button in self.root.all("button"))

    def field(self, name: str) -> str:
        """What stands in a field now."""
        for form in self.root.all("form"):
            values = entries(form)
            if name in values:
                value = values[name]
                return value if isinstance(value, str) else value[0]
        raise AssertionError(f"No field “{name}” on {self.path}")

    def press(self, words: str, /, **values: str | list[str]) -> Visit:
        """Fill in the form of the button with these words, press it, and go where it leads."""
        form, button = self._find(words)
        filled = entries(form)
        known = {element["name"] for element in form.all("input", "textarea", "select")}
        known |= {
            element["name"]
            for element in self.root.all("input")
            if form["id"] and element["form"] == form["id"]
        }
        unknown = set(values) - known - {"action"}
        assert not unknown, f"The form has no field {sorted(unknown)}"
        filled.update(values)
        if button["name"]:
            filled[button["name"]] = button["value"]
        action = button["formaction"] or form["action"] or self.path
        if form["method"].lower() == "get":
            return self.visitor.open(action, query=filled)
        return self.visitor.send(action, filled)

    def _find(self, words: str) -> tuple[Element, Element]:
        for form in self.root.all("form"):
            for button in form.all("button"):
                if button.text == words:
                    return form, button
        offered = sorted({button.text for button in self.root.all("button")})
        raise AssertionError(f"No button “{words}” on {self.path}, only {offered}")


class Visitor:
    """Somebody with a browser of their own."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, path: str, status: int = 200, query: Values | None = None) -> Visit:
        """Open a page; redirects are followed."""
        answer = self.client.get(path, query_string=query)
        return self._arrive(answer, path, status)

    def send(self, path: str, values: Values, status: int | None = None) -> Visit:
        """Send a form as it is and go where the answer leads."""
        return self._arrive(self.client.post(path, data=values), path, status)

    def post(self, path: str, **values: str | list[str]) -> TestResponse:
        """Send something that no page offers, with a valid token; the bare answer."""
        token = self.token()
        return self.client.post(path, data={"csrf_token": token, **values})

    def token(self) -> str:
        """A valid token against forged requests, taken from a page that everybody may open."""
        page = parse(self.client.get("/konto/passwort-vergessen/").text)
        for element in page.all("input"):
            if element["name"] == "csrf_token":
                return element["value"]
        raise AssertionError("No page with a token")

    def _arrive(self, answer: TestResponse, path: str, status: int | None) -> Visit:
        turns = 0
        while answer.status_code in {301, 302, 303, 307, 308}:
            assert answer.status_code == 303 or answer.request.method == "GET", answer.status
            turns += 1
            assert turns < 6, f"{path} leads in a circle"
            path = answer.headers["Location"]
            answer = self.client.get(path)
        visit = Visit(self, answer, path)
        if status is not None:
            assert answer.status_code == status, f"{answer.status} on {path}: {visit.text[:400]}"
        return visit


def entries(form: Element) -> Values:
    """What a form would send as it stands, its buttons left out."""
    values: Values = {}
    for element in form.all("input", "textarea", "select"):
        name, kind = element["name"], element["type"]
        if not name or kind in {"submit", "button", "file"}:
            continue
        if kind in {"checkbox", "radio"} and "checked" not in element.attributes:
            if kind == "radio":
                values.setdefault(name, [])
            continue
        if element.name == "textarea":
            values[name] = "".join(part for part in element.children if isinstance(part, str))
            values[name] = re.sub(r"\A\r?\n", "", str(values[name]))
        elif element.name == "select":
            options = element.all("option")
            chosen = [option["value"] for option in options if "selected" in option.attributes]
            values[name] = chosen[0] if chosen else (options[0]["value"] if options else "")
        elif name in values and kind in {"checkbox", "hidden"}:
            earlier = values[name]
            values[name] = [
                *(earlier if isinstance(earlier, list) else [earlier]),
                element["value"],
            ]
        else:
            values[name] = element["value"]
    return values


def check(root: Element) -> None:
    """What every page must be."""
    headings = root.all("h1")
    assert len(headings) == 1, f"{len(headings)} first headings"
    title, words = root.all("title")[0].text, headings[0].text
    for key in headings[0].of_class("c-key"):
        if not title.startswith(words):
            words = words.removeprefix(key.text).strip()
    assert title.startswith(words), f"The title “{title}” does not begin with “{words}”"
    assert root.all("html")[0]["lang"], "no language"
    ids = [element["id"] for element in root.walk() if element["id"]]
    twice = sorted({name for name in ids if ids.count(name) > 1})
    assert not twice, f"ids that come twice: {twice}"
    for element in root.walk():
        assert "style" not in element.attributes, f"inline style on {element.name}"
        assert not any(name.startswith("on") for name in element.attributes), "inline script"
        assert element.name != "style", "inline style"
        assert element.name != "script" or element["src"], "inline script"
    _check_labels(root)


def _check_labels(root: Element) -> None:
    labelled = {label["for"] for label in root.all("label")}
    wrapped = {id(inner) for label in root.all("label") for inner in label.walk()}
    for element in root.all("input", "textarea", "select"):
        if element["type"] in {"hidden", "submit"}:
            continue
        named = element["id"] in labelled or id(element) in wrapped or element["aria-label"]
        assert named, f"no label for {element['name']}"
