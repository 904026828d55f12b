"""One clause or section with its whole trail."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from flask import get_template_attribute, render_template, request, url_for

from charta.charters.models import Charter
from charta.consultation import queries as consultation
from charta.consultation.reading import answer_both, read
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.errors import NotFound
from charta.core.forms import number_or_none
from charta.core.i18n import PARAMETER
from charta.core.public import cacheable
from charta.feasibility import queries as feasibility
from charta.releases import queries as releases
from charta.releases.models import Release, ReleaseItem
from charta.site import provenance
from charta.site.blueprint import blueprint
from charta.site.following import Part, followed
from charta.site.talk import talk
from charta.site.unchanged import kept_while_unchanged

COMMENTS = 50
"""Comments of a page."""


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
    return _page(charter, key, "clause")


@blueprint.get("/<charter:charter>/abschnitte/<key>/")
@allow(anyone)
@cacheable
@kept_while_unchanged
def section(charter: Charter, key: str) -> str:
    """A section's own text with what was said about it."""
    return _page(charter, key, "section")


def _page(charter: Charter, key: str, kind: str) -> str:
    """What is said of a text is followed as long as nothing special is asked for: an older
    release, one passage, further comments."""
    moment = now()
    make = partial(_said, charter.id, key, kind, moment)
    special = request.args.keys() - {PARAMETER}
    part = make() if special else followed(charter.id, (kind, key), moment, make)
    return render_template("site/clause.html", **part.values)


def _said(charter_id: int, key: str, kind: str, moment: datetime) -> Part:
    trail = Trail(releases.public_trail(charter_id, key, moment))
    if not trail.items or trail.items[0].document.kind != kind:
        raise NotFound
    shown = trail.choose(number_or_none(request.args.get("fassung", "")))
    document = shown.document
    said = talk(document.id, moment)
    verdicts = feasibility.released_verdicts({document.id: shown.revision.number})
    address = partial(
        url_for,
        f"site.{kind}",
        key=key,
        fassung=request.args.get("fassung") and shown.release.number,
    )
    reading, comments = answer_both(
        read(shown.revision, request.args, address, now=moment, answered=False),
        consultation.comments_on(
            document.id,
            None,
            now=moment,
            after=number_or_none(request.args.get("nach", "")),
            before=number_or_none(request.args.get("vor", "")),
            limit=COMMENTS,
            answered=False,
        ),
        now=moment,
    )
    main = get_template_attribute("site/_trail.html", "trail")(
        document,
        shown,
        trail,
        credited=said.credits(trail.items),
        reading=reading,
        open_round=said.open_round,
        verdicts=verdicts.get(document.id, []),
        origins=provenance.origins(shown.release, document.id),
        comments=comments,
        comment_count=said.comments,
    )
    return Part(
        {"key": document.key, "title": shown.revision.title, "main": main}, about=document.id
    )
