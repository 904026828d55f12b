"""One clause or section with its whole trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from itertools import pairwise

from flask import render_template, request, url_for
from sqlalchemy import bindparam, select

from charta.charters.models import Charter
from charta.consultation import queries as consultation
from charta.consultation.models import Round
from charta.consultation.reading import read
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.database import UtcDateTime, rows
from charta.core.errors import NotFound
from charta.core.forms import number_or_none
from charta.core.public import cacheable
from charta.drafting.later import Credit
from charta.feasibility import queries as feasibility
from charta.releases import queries as releases
from charta.releases.models import Release, ReleaseItem
from charta.site import provenance
from charta.site.blueprint import blueprint
from charta.site.unchanged import kept_while_unchanged

COMMENTS = 50
"""Comments of a page."""

OPEN_ROUNDS = (
    select(Round.number, Round.release_id)
    .where(
        Round.charter_id == bindparam("charter_id"),
        Round.opens_at <= bindparam("now", type_=UtcDateTime()),
        Round.closes_at > bindparam("now", type_=UtcDateTime()),
    )
    .order_by(Round.closes_at, Round.id)
)


class Trail:
    """A document through all public releases, newest first."""

    def __init__(self, rows: Sequence[tuple[Release, ReleaseItem | None]]) -> None:
        self.items = [item for _release, item in rows if item is not None]
        self.newest = rows[0][0] if rows else None
        self.edition = next((release for release, _item in rows if release.kind == "edition"), None)

    def choose(self, number: int | None) -> ReleaseItem:
        """The wording to show: that of the release asked for, else of the edition in force, else
        of the newest release that has the document; raises NotFound."""
        if number is not None:
            wanted = number
        elif self.edition is not None and any(
            item.release_id == self.edition.id for item in self.items
        ):
            wanted = self.edition.number
        else:
            wanted = self.items[0].release.number
        for item in self.items:
            if item.release.number == wanted:
                return item
        raise NotFound

    @property
    def withdrawn(self) -> bool:
        """Whether the newest release no longer has the document."""
        return self.newest is not None and self.items[0].release_id != self.newest.id


@blueprint.get("/<charter:charter>/klauseln/<key>/")
@allow(anyone)
@cacheable
@kept_while_unchanged
def clause(charter: Charter, key: str) -> str:
    """A clause: its words, whether they can be done, where they come from, how they changed."""
    return _trail(charter, key, "clause")


@blueprint.get("/<charter:charter>/abschnitte/<key>/")
@allow(anyone)
@cacheable
@kept_while_unchanged
def section(charter: Charter, key: str) -> str:
    """A section's own text with what was said about it."""
    return _trail(charter, key, "section")


def _trail(charter: Charter, key: str, kind: str) -> str:
    moment = now()
    trail = Trail(releases.public_trail(charter.id, key, moment))
    if not trail.items or trail.items[0].document.kind != kind:
        raise NotFound
    shown = trail.choose(number_or_none(request.args.get("fassung", "")))
    document = shown.document
    verdicts = feasibility.released_verdicts({document.id: shown.revision.number})
    address = partial(
        url_for,
        f"site.{kind}",
        key=key,
        fassung=request.args.get("fassung") and shown.release.number,
    )
    return render_template(
        "site/clause.html",
        document=document,
        item=shown,
        trail=trail,
        credited=_credited(trail, moment),
        reading=read(shown.revision, request.args, address, now=moment),
        open_round=_open_round(charter.id, trail, moment),
        verdicts=verdicts.get(document.id, []),
        origins=provenance.origins(shown.release, document.id),
        comments=consultation.comments_on(
            document.id,
            None,
            now=moment,
            after=number_or_none(request.args.get("nach", "")),
            before=number_or_none(request.args.get("vor", "")),
            limit=COMMENTS,
        ),
        comment_count=consultation.comment_counts(document_ids=[document.id]).get(document.id, 0),
    )


def _credited(trail: Trail, moment: datetime) -> dict[int, list[Credit]]:
    """Whose suggestions led from one public wording to the next, by the id of the release that
    shows it first. One query."""
    newest = trail.items[0].revision.number
    given = consultation.public_thanks(trail.items[0].document_id, newest, now=moment)
    return {
        newer.release_id: [
            Credit(one.key, one.name, url_for("consultation.comment", number=one.comment_number))
            for one in given
            if older.revision.number < one.revision_number <= newer.revision.number
        ]
        for newer, older in pairwise(trail.items)
    }


def _open_round(charter_id: int, trail: Trail, moment: datetime) -> int | None:
    """The number of the round in which one may speak about the document now. One query."""
    shown_in = {item.release_id for item in trail.items}
    found = rows(OPEN_ROUNDS, charter_id=charter_id, now=moment)
    return next((number for number, release_id in found if release_id in shown_in), None)
