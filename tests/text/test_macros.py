"""The macros of components/diff.html, without the application around them."""

from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader

from charta.text.diff import blocks, words
from charta.text.markdown import render

TEMPLATES = Path(__file__).parents[2] / "templates"
OLD = "# Wege\n\n" + "\n\n".join(f"Absatz {number} bleibt." for number in range(5))
NEW = OLD.replace("4 bleibt", "4 <b>steht</b>") + "\n\n- Neu & gut"


@pytest.fixture(scope="module")
def macros() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, extensions=["jinja2.ext.i18n"]
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return environment


def shown(macros: Environment, call: str, **values: object) -> str:
    name = call.partition("(")[0]
    source = f'{{% from "components/diff.html" import {name} %}}{{{{ {call} }}}}'
    html = macros.from_string(source).render(**values)
    _Balance().check(html)
    return html


def test_words(macros: Environment) -> None:
    html = shown(macros, "diff_words(edits)", edits=words("Zu Fuß", "Zu <b>Rad</b>"))
    assert html.startswith("Zu <del")
    assert "Gelöscht: </span>Fuß<span" in html
    assert "Eingefügt: </span>&lt;b&gt;Rad&lt;/b&gt;<span" in html
    assert "Ende der Löschung." in html
    assert "Ende der Einfügung." in html


@pytest.mark.parametrize("macro", ["diff_inline", "diff_columns"])
def test_a_difference(macros: Environment, macro: str) -> None:
    html = shown(macros, f"{macro}(changes)", changes=blocks(render(OLD), render(NEW)))
    assert "<details" in html
    assert "4 unveränderte Absätze" in html
    assert "&lt;b&gt;steht&lt;/b&gt;" in html
    assert "Neu &amp; gut" in html
    assert "style=" not in html
    assert " id=" not in html


def test_columns_have_headings(macros: Environment) -> None:
    changes = blocks(render("a"), render("b"))
    html = shown(macros, 'diff_columns(changes, old="Version 1", new="<2>")', changes=changes)
    assert ">Version 1</p>" in html
    assert ">&lt;2&gt;</p>" in html


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("a b c", "a b d e", "2 Wörter eingefügt, 1 Wort gelöscht"),
        ("a", "a", "Kein Wort geändert"),
        ("a", "# a", "Kein Wort geändert, nur die Gliederung"),
    ],
)
def test_a_summary(macros: Environment, old: str, new: str, sentence: str) -> None:
    counts = blocks(render(old), render(new)).counts
    assert f">{sentence}</p>" in shown(macros, "diff_summary(counts)", counts=counts)


def test_two_empty_texts(macros: Environment) -> None:
    changes = blocks(render(""), render(""))
    assert "Beide Texte sind leer." in shown(macros, "diff_inline(changes)", changes=changes)


def test_a_legend(macros: Environment) -> None:
    assert "eingefügt" in shown(macros, "diff_legend()")


class _Balance(HTMLParser):
    """Fails when tags do not close in their order."""

    def check(self, html: str) -> None:
        self.open: list[str] = []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
