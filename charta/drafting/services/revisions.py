"""Revisions: each save is a new one, chained to the one before."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotFound
from charta.core.hashing import GENESIS
from charta.drafting import rules
from charta.drafting.errors import EditConflict, NothingChanged
from charta.drafting.models import Document, Revision
from charta.drafting.policies import require_editor
from charta.drafting.queries import current_revision
from charta.journal.services import record
from charta.text.markdown import Rendered, TextRefused, render


def rendered(source: str) -> Rendered:
    """``source`` as HTML and plain words; raises Invalid at the field ``source``."""
    try:
        return render(source)
    except TextRefused as refusal:
        raise Invalid(_(refusal.message, **refusal.values), "source") from refusal


def first_revision(
    actor: Actor, now: datetime, document: Document, *, title: str, source: str, note: str
) -> Revision:
    """Give a new document its first words; the caller journals it with the document."""
    _check(document, 1, title, source, note)
    db.session.flush()
    return _append(actor, now, document, None, title=title, source=source, note=note)


def save_revision(
    actor: Actor,
    now: datetime,
    document: Document,
    *,
    base_number: int,
    title: str,
    source: str,
    note: str,
) -> Revision:
    """Append a revision that was written on top of number ``base_number``.

    Raises NotAllowed, Conflict (withdrawn), NothingChanged, EditConflict when another wording
    has been saved since, and Invalid at the fields title, source and note.
    """
    current = _editable(actor, document)
    if (title, source) == (current.title, current.source):
        raise NothingChanged(
            _("Sie haben nichts geändert: Genau dieser Wortlaut ist schon gespeichert.")
        )
    check_base(current, base_number)
    _check(document, current.number + 1, title, source, note)
    revision = _append(actor, now, document, current, title=title, source=source, note=note)
    _journal(actor, now, document, revision)
    return revision


def restore_revision(
    actor: Actor,
    now: datetime,
    document: Document,
    revision: Revision,
    *,
    base_number: int,
    note: str,
) -> Revision:
    """Take the wording of an older revision up again, as a new one that names it.

    Raises as :func:`save_revision`, and NotFound for a revision of another document.
    """
    current = _editable(actor, document)
    if revision.document_id != document.id:
        raise NotFound
    if (revision.title, revision.source) == (current.title, current.source):
        raise NothingChanged(_("Dieser Wortlaut ist schon der heutige."))
    check_base(current, base_number)
    _check(document, current.number + 1, revision.title, revision.source, note)
    restored = _append(
        actor,
        now,
        document,
        current,
        title=revision.title,
        source=revision.source,
        note=note,
        restored_from_id=revision.id,
    )
    _journal(actor, now, document, restored, restored_from=revision.id)
    return restored


def check_not_withdrawn(document: Document) -> None:
    if document.withdrawn_at is not None:
        raise Conflict(
            _(
                "%(key)s ist zurückgezogen. Nehmen Sie den Text zuerst wieder auf.",
                key=document.key,
            )
        )


def _editable(actor: Actor, document: Document) -> Revision:
    """The current revision of a text that ``actor`` may change now."""
    require_editor(actor, document.charter_id)
    check_not_withdrawn(document)
    return current_revision(document.id)


def check_base(current: Revision, base_number: int) -> None:
    """Raise EditConflict when the current revision is not the one that somebody began with."""
    if base_number != current.number:
        raise EditConflict(
            _("Inzwischen hat jemand anderes diesen Text geändert. Ihr Entwurf ist noch da."),
            current,
        )


def _check(document: Document, number: int, title: str, source: str, note: str) -> None:
    rules.check_title(title)
    rules.check_source(document.kind, source)
    rules.check_note(number, note)


def _append(
    actor: Actor,
    now: datetime,
    document: Document,
    current: Revision | None,
    *,
    title: str,
    source: str,
    note: str,
    restored_from_id: int | None = None,
) -> Revision:
    text = rendered(source)
    revision = Revision(
        document_id=document.id,
        number=current.number + 1 if current else 1,
        title=title,
        source=source,
        html=text.html,
        plain=text.plain,
        note=note,
        restored_from_id=restored_from_id,
        author_id=actor.person_id,
        created_at=now,
        previous_hash=current.hash if current else GENESIS,
    )
    revision.hash = revision.digest()
    db.session.add(revision)
    db.session.flush()
    return revision


def _journal(
    actor: Actor, now: datetime, document: Document, revision: Revision, **details: int
) -> None:
    record(
        actor,
        now,
        f"{document.kind}.revised",
        document,
        document.charter_id,
        revision=revision.id,
        number=revision.number,
        hash=revision.hash,
        **details,
    )
