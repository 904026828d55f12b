"""The style page shows every part that pages are made of."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from charta import create_app
from config import HOME, Settings
from tests.support.visitor import Visitor

pytestmark = pytest.mark.one_engine

COMPONENTS = sorted(path.stem for path in (HOME / "templates" / "components").glob("[!_]*.html"))


def test_it_opens_and_is_well_formed(client: FlaskClient) -> None:
    assert Visitor(client).open("/stil").heading == "Bausteine"


def test_it_tells_what_was_refused_and_where(client: FlaskClient) -> None:
    page = Visitor(client).open("/stil")
    assert "Die Klausel wurde inzwischen zurückgezogen." in page.errors
    links = {link["href"] for box in page.root.of_class("c-error-summary") for link in box.all("a")}
    ids = {element["id"] for element in page.root.walk()}
    assert links
    assert {link.removeprefix("#") for link in links} <= ids


def test_errors_and_hints_are_tied_to_their_fields(client: FlaskClient) -> None:
    page = Visitor(client).open("/stil")
    ids = {element["id"] for element in page.root.walk()}
    described = [element for element in page.root.walk() if element["aria-describedby"]]
    assert described
    for element in described:
        assert set(element["aria-describedby"].split()) <= ids, element.attributes


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_has_its_place(component: str) -> None:
    pages = [path.read_text() for path in (HOME / "templates" / "style").glob("*.html")]
    assert any(f"components/{component}.html" in page for page in pages), (
        f"Show components/{component}.html on the style page"
    )


def test_production_has_none(app: Flask, settings: Settings) -> None:
    production = create_app(
        replace(
            settings,
            environment="production",
            secret_key="".join(chr(code) for code in range(48, 122)),
            smtp_url="smtp://localhost",
            base_url="https://charta.example",
        )
    )
    assert "style.show" in app.view_functions
    assert "style.show" not in production.view_functions
