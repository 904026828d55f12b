"""Legal pages: texts that the city answers for, rendered when they are saved."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from string import Template

from flask_babel import gettext as _

from charta.charters import policies
from charta.charters.models import Charter, LegalPage
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid
from charta.journal.services import record
from charta.text import markdown

TEXTS = Path(__file__).resolve().parent.parent / "texts"


def first_text(slug: str, charter: Charter) -> str:
    """The Markdown a legal page begins with; it says what the city must fill in."""
    text = Template((TEXTS / f"{slug}.md").read_text(encoding="utf-8"))
    return text.substitute(city=charter.city, name=charter.name)


def rendered(source: str) -> str:
    """``source`` as safe HTML; raises Invalid at the field when it is too long or too complex."""
    try:
        return markdown.render(source).html
    except markdown.TextRefused as refusal:
        raise Invalid(_(refusal.message, **refusal.values), "source") from refusal


def change_legal_page(
    actor: Actor,
    now: datetime,
    charter: Charter,
    page: LegalPage,
    *,
    source: str,
    base: datetime,
) -> None:
    """Save a new text of a legal page that was read when it was last saved at ``base``.

    Raises NotAllowed, Invalid for a text that cannot be rendered, and Conflict when somebody
    else has saved in between.
    """
    policies.demand(policies.is_admin(actor, charter))
    html = rendered(source)
    if page.updated_at != base:
        raise Conflict(_("Inzwischen hat jemand anderes diese Seite geändert."))
    page.source, page.html, page.updated_at = source, html, now
    db.session.flush()
    record(actor, now, "legal_page.changed", page, charter.id, slug=page.slug)
