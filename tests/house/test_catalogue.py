"""English is complete: every text that code and pages mark has its translation, and no page
speaks German to a reader who asked for English.

What the city writes stays German and says so with ``lang="de"``.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from flask import Flask
from flask_babel import get_translations

from charta.core.database import transaction
from charta.receipts.queries import codes
from charta.text import limits
from tests.support import cast
from tests.support.cast import Cast, sign_in
from tests.support.consultation import DURING, a_comment, a_round
from tests.support.drafting import a_clause
from tests.support.intake import a_held, allow_guests, an_intake
from tests.support.visitor import Element, Visitor
from tests.support.workshops import a_workshop, an_idea
from tools.messages import LANGUAGES, catalogue, gather
from tools.places import ROOT

MARKS = frozenset({"_", "_l", "N_", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext"})

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]")

GERMAN = re.compile(
    r"[äöüßÄÖÜ„“]"
    r"|\b(?:aus|bei|bis|das|dem|den|der|die|ein|eine|für|gibt|ist|kein|keine|mit|nach|nicht|noch"
    r"|oder|schon|sich|sie|sind|und|vom|von|wer|werden|wird|zu|zum|zur)\b"
    r"|\b(?:Abschnitt|Anmeld|Antwort|Beteiligung|Entwurf|Fassung|Idee|Klausel|Konto|Stellung"
    r"|Text der|Tisch|Uhr\b|Urteil|Veranstaltung|Wortlaut)",
)
"""What no English sentence has; ours never say “die”, and “the” never looks like it."""

NOWHERE = ("/stralsund/gibt-es-nicht/", "/stralsund/klauseln/MOB-7/")

PAGES = {
    None: (
        "/konto/anmelden/",
        "/konto/anlegen/",
        "/konto/anmelden/per-mail/",
        "/konto/passwort-vergessen/",
        "/stralsund/",
        "/stralsund/charta/",
        "/stralsund/beteiligung/",
        "/stralsund/veranstaltungen/",
        "/stralsund/fassungen/",
        *NOWHERE,
    ),
    "citizen": (
        *("/konto/", "/konto/adresse/", "/konto/anmeldungen/", "/konto/noch-einmal/"),
        *("/konto/sicherheit/", "/konto/benachrichtigungen/", "/stralsund/meine-stellungnahmen/"),
    ),
    "editor": (
        "/stralsund/schreibtisch/",
        "/stralsund/schreibtisch/entwurf/",
        "/stralsund/schreibtisch/ideen/",
        "/stralsund/schreibtisch/fassungen/",
        "/stralsund/schreibtisch/beteiligung/",
        "/stralsund/schreibtisch/protokoll/",
    ),
    "facilitator": (
        "/stralsund/schreibtisch/veranstaltungen/",
        "/stralsund/schreibtisch/veranstaltungen/neu/",
        "/stralsund/schreibtisch/eingaben/",
        "/stralsund/schreibtisch/eingaben/datei/",
        "/stralsund/schreibtisch/eingaben/gaeste/",
    ),
    "reviewer": ("/stralsund/schreibtisch/", "/stralsund/schreibtisch/umsetzbarkeit/"),
    "approver": ("/stralsund/schreibtisch/umsetzbarkeit/freigabe/",),
    "admin": (
        "/konto/versand/",
        "/stralsund/schreibtisch/einstellungen/",
        "/stralsund/schreibtisch/einstellungen/ohne-konto/",
        "/stralsund/schreibtisch/einstellungen/rollen/",
        "/stralsund/schreibtisch/einstellungen/rollen/2/",
        "/stralsund/schreibtisch/einstellungen/rollen/2/weitere/",
        "/stralsund/schreibtisch/einstellungen/seiten/",
    ),
}


NAMES = (
    *("Beteiligung zum Entwurf", "Sichere Radwege", "Nachhaltige Mobilität", "Regionalkonferenz"),
    *("Konsultationsfassung", "Anregungen zum Entwurf"),
)
"""What the city calls rounds, texts, themes, events, releases and letters in these tests."""

NAMING = (
    "/stralsund/",
    "/stralsund/klauseln/MOB-1/",
    "/stralsund/fassungen/",
    "/stralsund/fassungen/1/",
    "/stralsund/beteiligung/",
    "/stralsund/beteiligung/1/",
    "/stralsund/beteiligung/1/MOB-1/",
    "/stralsund/beteiligung/1/MOB-1/stelle/?absatz=1",
    "/stralsund/beteiligung/1/MOB-1/stelle/?von=0&bis=9",
    "/stralsund/beteiligung/1/MOB-1/vorschlag/",
    "/stralsund/beteiligung/1/MOB-1/ohne-konto/",
    "/stralsund/beteiligung/1/bilanz/",
    "/stralsund/bilanz/",
    "/stralsund/stellungnahmen/1/",
    "/stralsund/veranstaltungen/",
    "/stralsund/veranstaltungen/1/",
    "/stralsund/ideen/1/",
)


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every text that is marked in the work tree now."""
    template = tmp_path_factory.mktemp("messages") / "messages.pot"
    gather(template)
    return _read(template)


@pytest.fixture(scope="module", params=LANGUAGES)
def translated(request: pytest.FixtureRequest) -> Catalog:
    """The catalogue on disk."""
    return _read(catalogue(request.param))


def _read(file: Path) -> Catalog:
    with file.open("rb") as opened:
        return read_po(opened)


def _messages(found: Catalog) -> Iterator[Message]:
    return (message for message in found if message.id)


def _forms(texts: str | Sequence[str] | None) -> list[str]:
    return [texts] if isinstance(texts, str) else list(texts or [""])


def test_the_catalogue_knows_exactly_the_texts_that_are_marked(
    marked: Catalog, translated: Catalog
) -> None:
    now = {(message.context, message.id) for message in _messages(marked)}
    then = {(message.context, message.id) for message in _messages(translated)}
    assert not now - then, "run `make messages` and translate"
    assert not then - now, "run `make messages`: these texts are gone"
    assert not translated.obsolete


def test_every_text_is_translated_and_none_is_a_guess(translated: Catalog) -> None:
    bare = [message.id for message in _messages(translated) if not all(_forms(message.string))]
    assert not bare
    assert not [message.id for message in _messages(translated) if message.fuzzy]


def test_a_translation_says_both_one_and_many(translated: Catalog) -> None:
    for message in _messages(translated):
        forms = translated.num_plurals if message.pluralizable else 1
        assert len(_forms(message.string)) == forms, message.id


def test_a_translation_fills_in_the_same_facts(translated: Catalog) -> None:
    for message in _messages(translated):
        for german, english in zip(_forms(message.id), _forms(message.string), strict=True):
            assert _facts(german) == _facts(english), message.id


def _facts(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def test_a_text_that_is_marked_where_it_is_kept_is_found(marked: Catalog) -> None:
    refusals: list[type[limits.TextRefused]] = [limits.TextRefused]
    for refusal in [*refusals, *limits.TextRefused.__subclasses__()]:
        assert marked.get(refusal.message), refusal


def test_a_text_that_is_marked_within_another_is_found(marked: Catalog) -> None:
    """The extractor passes over some marks inside the arguments of another."""
    for file in sorted((ROOT / "charta").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id=name), args=[ast.Constant(value=str(text)), *_]):
                    assert name not in MARKS or marked.get(text), f"{text} in {file.name}"


def test_the_application_speaks_from_this_catalogue(app: Flask, translated: Catalog) -> None:
    """What is compiled is what is written; else: `make setup`."""
    with app.test_request_context("/?sprache=en"):
        spoken = get_translations()
        for message in _messages(translated):
            one, *_ = _forms(message.id)
            english, *_ = _forms(message.string)
            if message.context:
                said = spoken.upgettext(message.context, one)
            elif message.pluralizable:
                said = spoken.ungettext(one, one, 1)
            else:
                said = spoken.ugettext(one)
            assert said == english


@pytest.mark.parametrize("who", PAGES, ids=lambda who: who or "anybody")
def test_a_reader_of_english_meets_no_german_word_of_ours(
    app: Flask, city: Cast, who: str | None
) -> None:
    client = app.test_client()
    visitor = Visitor(client if who is None else sign_in(client, city.actors[who]))
    for path in PAGES[who]:
        page = visitor.open(f"{path}?sprache=en", status=404 if path in NOWHERE else 200)
        assert page.root.all("html")[0]["lang"] == "en", path
        words = [words for words in _english(page.root, "") if GERMAN.search(_without_city(words))]
        assert not words, path


def test_what_the_city_has_named_says_that_it_is_german(app: Flask, city: Cast) -> None:
    """Within our English sentences, too; a screen reader would read it as English."""
    app.extensions["charta.clock"] = lambda: DURING
    with app.test_request_context():
        clause = a_clause(city)
        found = a_round(city)
        comment = a_comment(city, found, clause, passage=(0, 9))
        with transaction():
            idea = an_idea(city, a_workshop(city, opened=True), "Mehr Bänke")
        allow_guests(city, "confirmed")
        held = a_held(found, clause)
        letter = an_intake(city, found)
        receipts = [
            f"/beleg/{code}/"
            for subject in (comment, idea, held, letter)
            for code in codes(subject.__tablename__, [subject.id]).values()
        ]
    visitor = Visitor(app.test_client())
    for path in (*NAMING, *receipts):
        page = visitor.open(path + ("&" if "?" in path else "?") + "sprache=en")
        words = [*_english(page.root.all("main")[0], "en")]
        assert not [one for one in words if any(name in one for name in NAMES)], path
    assert len(receipts) == 4


def _english(element: Element, language: str) -> Iterator[str]:
    """All words a page says are English, those of its attributes too."""
    language = element["lang"] or language
    if language != "de":
        yield from (element[name] for name in ("alt", "aria-label", "data-label", "placeholder"))
    for child in element.children:
        if isinstance(child, Element):
            if child.name not in {"script", "style", "template", "textarea"}:
                yield from _english(child, language)
        elif language != "de":
            yield child


def _without_city(words: str) -> str:
    """Names that the city has given stand as they are."""
    people = [name for name, _role in cast.MEMBERS.values()]
    themes = [title for _code, title in cast.THEMES]
    for name in [*people, *themes, *cast.GROUPS, *cast.DEPARTMENTS]:
        words = words.replace(name, "")
    return words
