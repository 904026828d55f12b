"""The cast as visitors, each signed in and with a browser of their own; and the public."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.cast import Cast, sign_in
from tests.support.visitor import Visitor


@pytest.fixture
def facilitator(app: Flask, city: Cast) -> Visitor:
    return Visitor(sign_in(app.test_client(), city.facilitator))


@pytest.fixture
def editor(app: Flask, city: Cast) -> Visitor:
    return Visitor(sign_in(app.test_client(), city.editor))


@pytest.fixture
def second_editor(app: Flask, city: Cast) -> Visitor:
    return Visitor(sign_in(app.test_client(), city.second_editor))


@pytest.fixture
def reviewer(app: Flask, city: Cast) -> Visitor:
    return Visitor(sign_in(app.test_client(), city.reviewer))


@pytest.fixture
def approver(app: Flask, city: Cast) -> Visitor:
    return Visitor(sign_in(app.test_client(), city.approver))


@pytest.fixture
def citizen(app: Flask, city: Cast) -> Visitor:
    return Visitor(sign_in(app.test_client(), city.citizen))


@pytest.fixture
def public(app: Flask, city: Cast) -> Visitor:
    return Visitor(app.test_client())
