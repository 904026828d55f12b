"""What changed between two wordings of one text that releases have shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from charta.charters.models import Charter
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.errors import NotFound
from charta.core.public import cacheable
from charta.drafting.models import Document
from charta.releases import queries
from charta.releases.models import Release, ReleaseItem
from charta.releases.synopsis import Kind
from charta.site.blueprint import blueprint
from charta.site.changes import text
from charta.site.reading import Passage
from charta.site.reasons import NONE, between_versions, reasons
from charta.site.showing import item
from charta.site.synopsis import view
from charta.site.unchanged import kept_while_unchanged
from charta.text.stepping import steps


@dataclass(frozen=True)
class Version:
    """A wording with the public releases that show it, newest first."""

    passage: Passage
    releases: tuple[Release, ...]

    @property
    def number(self) -> int:
        return self.passage.revision_number


@blueprint.get("/<charter:charter>/klauseln/<key>/versionen/<int:old>...<int:new>/")
@allow(anyone)
@cacheable
@kept_while_unchanged
def clause_versions(charter: Charter, key: str, old: int, new: int) -> ResponseReturnValue:
    """Two public wordings of a clause, word by word."""
    return _compare(charter, key, old, new, "clause")


@blueprint.get("/<charter:charter>/abschnitte/<key>/versionen/<int:old>...<int:new>/")
@allow(anyone)
@cacheable
@kept_while_unchanged
def section_versions(charter: Charter, key: str, old: int, new: int) -> ResponseReturnValue:
    """Two public wordings of a section's own text, word by word."""
    return _compare(charter, key, old, new, "section")


def _compare(charter: Charter, key: str, old: int, new: int, kind: str) -> ResponseReturnValue:
    moment = now()
    trail = queries.public_trail(charter.id, key, moment)
    items = [found for _release, found in trail if found is not None]
    if not items or items[0].document.kind != kind:
        raise NotFound
    document = items[0].document
    versions = _versions(document, items)
    before, after = _among(versions, old), _among(versions, new)
    if old == new:
        release = after.releases[0].number
        return redirect(url_for(f"site.{kind}", key=key, fassung=release), 303)
    here = f"site.{kind}_versions"
    if old > new:
        return redirect(url_for(here, key=key, old=new, new=old, **view()), 303)
    was, worded = before.passage, after.passage
    is_same = (was.title, was.html) == (worded.title, worded.html)
    found = text({Kind.SAME if is_same else Kind.CHANGED}, was, worded)
    way = between_versions(was, worded, (*before.releases, *after.releases))
    why = reasons(way, moment).get(document.id, NONE)
    numbered = {step.anchor: step for step in steps(found.anchors)}
    return render_template(
        "site/versions.html",
        document=document,
        versions=versions,
        old=before,
        new=after,
        item=item(found, (was, worded), numbered, why),
        endpoint=here,
        here={"key": key, "old": old, "new": new, **view()},
        columns=bool(view()),
    )


def _versions(document: Document, items: Sequence[ReleaseItem]) -> list[Version]:
    """Each public wording once, newest first."""
    showing: dict[int, list[ReleaseItem]] = {}
    for found in items:
        showing.setdefault(found.revision.number, []).append(found)
    return [
        Version(
            _passage(document, showing[number][0]),
            tuple(found.release for found in showing[number]),
        )
        for number in sorted(showing, reverse=True)
    ]


def _passage(document: Document, found: ReleaseItem) -> Passage:
    revision = found.revision
    return Passage(
        document.id,
        document.key,
        revision.title,
        revision.html,
        revision.id,
        revision.number,
        revision.note,
    )


def _among(versions: Sequence[Version], number: int) -> Version:
    for version in versions:
        if version.number == number:
            return version
    raise NotFound
