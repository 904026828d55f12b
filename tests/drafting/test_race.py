"""What many people do in the same moment, against the real application."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from flask import Flask
from sqlalchemy import func, select

from charta.core.database import db, transaction
from charta.drafting.models import Document, Promotion, Revision
from charta.journal.verification import journal_breaks
from tests.support.cast import Cast
from tests.support.drafting import a_clause, a_section
from tests.support.visitor import Visitor
from tests.support.workshops import an_idea

MANY = 50


def at_once(app: Flask, visitor: Visitor, path: str, forms: list[dict[str, str]]) -> Counter[int]:
    """Send all forms in the same moment, each from a browser of its own; counts the statuses."""
    token = visitor.token()
    cookie = visitor.client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    ready = Barrier(len(forms))

    def send(form: dict[str, str]) -> int:
        client = app.test_client()
        client.set_cookie(cookie.key, cookie.value)
        ready.wait()
        return client.post(path, data={"csrf_token": token, **form}).status_code

    with ThreadPoolExecutor(len(forms)) as pool:
        return Counter(pool.map(send, forms))


def count(table: type, *conditions: object) -> int:
    query = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0


def test_fifty_promotions_of_one_idea_make_one_clause(
    app: Flask, city: Cast, editor: Visitor
) -> None:
    with app.app_context(), transaction():
        section = a_section(city)
        idea = an_idea(city)
        form = {
            "ideas": str(idea.number),
            "section": str(section.id),
            "title": "Bänke am Hafen",
            "source": "Am Hafen stehen Bänke.",
            "reason": "Oft gewünscht",
        }
    path = "/stralsund/schreibtisch/ideen/neue-klausel/"
    answers = at_once(app, editor, path, [form] * MANY)
    assert answers == {303: 1, 409: MANY - 1}
    with app.app_context():
        assert count(Document, Document.kind == "clause") == 1
        assert count(Promotion) == 1
        assert list(journal_breaks()) == []


def test_of_many_savers_one_wins(app: Flask, city: Cast, editor: Visitor) -> None:
    with app.app_context():
        a_clause(city)
    forms = [
        {"base": "1", "title": "Radwege", "source": f"Fassung {number}.", "note": "Kürzer"}
        for number in range(10)
    ]
    answers = at_once(app, editor, "/stralsund/schreibtisch/entwurf/MOB-1/bearbeiten/", forms)
    assert answers == {303: 1, 409: 9}
    with app.app_context():
        assert count(Revision, Revision.number == 2) == 1


def test_clauses_made_at_once_have_keys_of_their_own(
    app: Flask, city: Cast, editor: Visitor
) -> None:
    with app.app_context():
        a_section(city)
    forms = [
        {"title": f"Klausel {number}", "source": "Text", "theme": str(city.themes["MOB"])}
        for number in range(10)
    ]
    answers = at_once(app, editor, "/stralsund/schreibtisch/entwurf/A-1/neue-klausel/", forms)
    assert answers == {303: 10}
    with app.app_context():
        keys = set(db.session.scalars(select(Document.key).where(Document.kind == "clause")))
        assert keys == {f"MOB-{number}" for number in range(1, 11)}
