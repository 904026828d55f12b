"""Fixing, opening and publishing releases: the only writers of their tables."""

from __future__ import annotations

from datetime import date, datetime

from flask_babel import gettext as _

from charta.charters.models import Charter
from charta.core.actors import Actor
from charta.core.database import db
from charta.core.errors import Conflict, Invalid, NotAllowed
from charta.core.hashing import GENESIS
from charta.journal.services import record
from charta.releases import policies, queries, rules
from charta.releases.listeners import refuse_obstacles, tell_prepared
from charta.releases.models import Opening, Release, ReleaseItem
from charta.releases.previewing import Preview, preview
from charta.releases.rules import Kind


class NothingToRelease(Conflict):
    """The draft has no clause yet."""


class DraftChanged(Conflict):
    """The draft is no longer what the person has seen; ``preview`` is how it stands now."""

    def __init__(self, message: str, current: Preview) -> None:
        super().__init__(message)
        self.preview = current


def prepare(
    actor: Actor,
    now: datetime,
    charter: Charter,
    *,
    kind: str,
    title: str,
    note: str = "",
    fingerprint: str | None = None,
) -> Release:
    """Fix the current draft as the charter's next release; not public yet.

    ``fingerprint`` is that of the preview the actor has seen. Raises NotAllowed,
    NothingToRelease without a clause, DraftChanged when the preview is another by now, Invalid
    for bad words.
    """
    if not policies.may_prepare(actor, charter.id):
        raise NotAllowed
    _check_words(kind, title, note)
    current = preview(charter.id)
    if fingerprint is not None and fingerprint != current.fingerprint:
        raise DraftChanged(_("Der Entwurf hat sich geändert, seit Sie ihn gesehen haben."), current)
    if not current.clauses:
        raise NothingToRelease(_("Im Entwurf steht noch keine Klausel, die eine Fassung braucht."))
    release = _fix(actor, now, charter, current, kind=kind, title=title.strip(), note=note.strip())
    record(
        actor,
        now,
        "release.prepared",
        release,
        charter.id,
        number=release.number,
        kind=release.kind,
        hash=release.hash,
    )
    tell_prepared(actor, now, release)
    return release


def _check_words(kind: str, title: str, note: str) -> None:
    if kind not in set(Kind):
        raise Invalid(_("Bitte wählen Sie, was für eine Fassung es werden soll."), "kind")
    if not title.strip():
        raise Invalid(_("Bitte geben Sie der Fassung einen Titel."), "title")
    if len(title) > rules.TITLE_LENGTH:
        raise Invalid(_("Dieser Titel ist zu lang."), "title")
    if len(note) > rules.NOTE_LENGTH:
        raise Invalid(_("Diese Bemerkung ist zu lang."), "note")


def _fix(actor: Actor, now: datetime, charter: Charter, current: Preview, **words: str) -> Release:
    """Write the release with all its items; they must be complete before the first row is
    written, since none may be changed afterwards."""
    items = [
        ReleaseItem(
            position=item.position,
            document_id=item.document.id,
            parent_id=item.parent_id,
            revision_id=item.revision.id,
            revision=item.revision,
        )
        for item in current.items
    ]
    release = Release(
        charter_id=charter.id,
        number=current.number,
        prepared_by_id=actor.person_id,
        prepared_at=now,
        previous_hash=current.previous_hash or GENESIS,
        **words,
    )
    release.hash = release.digest(items)
    db.session.add(release)
    db.session.flush()
    for item in items:
        item.release_id = release.id
    db.session.add_all(items)
    db.session.flush()
    return release


def open_release(actor: Actor, now: datetime, release: Release, opens_at: datetime) -> Opening:
    """Make a consultation draft public from ``opens_at`` on, at the earliest from now.

    Raises NotAllowed, Invalid for an edition, Conflict when it has an opening already, NotReady
    when a gate speaks against it.
    """
    if not policies.may_open(actor, release):
        raise NotAllowed
    if release.kind != Kind.CONSULTATION:
        raise Invalid(_("Nur eine Konsultationsfassung kann in eine Beteiligung gehen."))
    _refuse_second_opening(release)
    refuse_obstacles(release)
    opening = Opening(
        release_id=release.id,
        opens_at=max(opens_at, now),
        opened_by_id=actor.person_id,
        created_at=now,
        decided_on=None,
        decision_number="",
        decision_link="",
    )
    return _open(actor, now, release, opening, "release.opened")


def publish_edition(
    actor: Actor,
    now: datetime,
    release: Release,
    *,
    decided_on: date | None,
    decision_number: str,
    decision_link: str = "",
) -> Opening:
    """Put an edition into force at once, with the council's decision.

    Raises NotAllowed for the preparer and everybody who does not approve, Conflict for a
    consultation draft, when it is published already or a newer edition is, NotReady when a gate
    speaks against it, Invalid for the decision's data.
    """
    if not policies.may_publish(actor, release):
        raise NotAllowed(
            _(
                "Eine Beschlussfassung veröffentlicht eine freigebende Person, die sie nicht "
                "selbst vorbereitet hat."
            )
        )
    if release.kind != Kind.EDITION:
        raise Conflict(
            _("Eine Konsultationsfassung wird nicht veröffentlicht; sie geht in eine Beteiligung.")
        )
    _refuse_second_opening(release)
    newer = queries.current_edition(release.charter_id, now)
    if newer is not None and newer.number > release.number:
        raise Conflict(_("Eine neuere Fassung ist bereits veröffentlicht."))
    refuse_obstacles(release)
    _check_decision(decided_on, decision_number, decision_link, now)
    opening = Opening(
        release_id=release.id,
        opens_at=now,
        opened_by_id=actor.person_id,
        created_at=now,
        decided_on=decided_on,
        decision_number=decision_number.strip(),
        decision_link=decision_link.strip(),
    )
    return _open(actor, now, release, opening, "release.published")


def _refuse_second_opening(release: Release) -> None:
    if queries.opening_of(release.id) is not None:
        raise Conflict(_("Fassung %(number)s ist bereits geöffnet.", number=release.number))


def _check_decision(
    decided_on: date | None, decision_number: str, decision_link: str, now: datetime
) -> None:
    if decided_on is None:
        raise Invalid(_("Bitte geben Sie den Tag des Beschlusses an."), "decided_on")
    if not rules.decision_day_has_come(decided_on, now):
        raise Invalid(_("Der Beschluss kann nicht in der Zukunft liegen."), "decided_on")
    if not decision_number.strip():
        raise Invalid(_("Bitte geben Sie die Nummer des Beschlusses an."), "decision_number")
    if len(decision_number) > rules.DECISION_LENGTH:
        raise Invalid(_("Diese Nummer ist zu lang."), "decision_number")
    if decision_link and not decision_link.startswith(("https://", "http://")):
        raise Invalid(
            _("Bitte geben Sie eine Adresse an, die mit https:// beginnt."), "decision_link"
        )


def _open(actor: Actor, now: datetime, release: Release, opening: Opening, action: str) -> Opening:
    db.session.add(opening)
    db.session.flush()
    record(
        actor,
        now,
        action,
        release,
        release.charter_id,
        number=release.number,
        opening=opening.digest(),
    )
    return opening
