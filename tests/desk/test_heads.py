"""A head request is a reading: it gets the status of the page, and no form is taken for sent."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.support.demonstration import database_url, enter, today  # noqa: F401

FORMS = (
    "/stralsund/schreibtisch/entwurf/MOB-1/bearbeiten/",
    "/stralsund/schreibtisch/entwurf/MOB-1/versionen/1/aufgreifen/",
    "/stralsund/schreibtisch/entwurf/MOB-1/zurueckziehen/",
    "/stralsund/schreibtisch/ideen/neue-klausel/?idee=2",
    "/stralsund/schreibtisch/ideen/anhaengen/?idee=2",
    "/stralsund/schreibtisch/ideen/zurueckstellen/?idee=2",
)


@pytest.mark.parametrize("path", FORMS)
def test_the_head_of_a_form_is_that_of_its_page(app: Flask, path: str) -> None:
    client = enter(app.test_client(), "redaktion")
    assert client.head(path).status_code == client.get(path).status_code == 200
