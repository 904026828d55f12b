"""All releases, one of them in full, and what changed between any two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select, tuple_

from charta.charters.models import Charter
from charta.core.access import allow, anyone
from charta.core.clock import now
from charta.core.database import db
from charta.core.errors import NotFound
from charta.core.forms import number_or_none
from charta.core.public import cacheable
from charta.drafting.models import Revision
from charta.feasibility import queries as feasibility
from charta.releases import queries
from charta.releases.models import Release
from charta.releases.rules import Kind as ReleaseKind
from charta.releases.synopsis import Change, Kind, Place, SectionChange, compare, count
from charta.site import reading
from charta.site.blueprint import blueprint
from charta.site.differences import difference
from charta.site.reading import Passage
from charta.text.diff import Difference, Edit, words

Version = tuple[int, int]
"""A document and the number of one of its revisions."""


@blueprint.get("/<charter:charter>/fassungen/")
@allow(anyone)
@cacheable
def releases(charter: Charter) -> ResponseReturnValue:
    """The releases that are public, newest first, and a form to compare any two."""
    opened = queries.opened(charter.id, now())
    return render_template(
        "site/releases.html",
        releases=opened,
        sizes=queries.sizes([release.id for release in opened]),
    )


@blueprint.get("/<charter:charter>/fassungen/<int:number>/")
@allow(anyone)
@cacheable
def release(charter: Charter, number: int) -> ResponseReturnValue:
    """The whole text of one release."""
    opened = queries.opened(charter.id, now())
    shown = _public(opened, number)
    sections = reading.read(shown)
    return render_template(
        "site/release.html",
        release=shown,
        previous=next((one for one in opened if one.number < number), None),
        newest=opened[0],
        current=next((one for one in opened if one.kind == ReleaseKind.EDITION), None),
        sections=sections,
        verdicts=feasibility.released_verdicts(
            {
                passage.document_id: passage.revision_number
                for passage in reading.documents(sections)
            }
        ),
    )


@blueprint.get("/<charter:charter>/fassungen/vergleich/")
@allow(anyone)
def compare_releases(charter: Charter) -> ResponseReturnValue:
    """Where the form of two releases leads: ``?alt=1&neu=3``."""
    numbers = [number_or_none(request.args.get(name, "")) for name in ("alt", "neu")]
    if None in numbers:
        raise NotFound
    return _to_synopsis(charter, numbers[0] or 0, numbers[1] or 0)


@blueprint.get("/<charter:charter>/fassungen/<int:old>...<int:new>/")
@allow(anyone)
@cacheable
def synopsis(charter: Charter, old: int, new: int) -> ResponseReturnValue:
    """What changed from one public release to another, word by word."""
    opened = queries.opened(charter.id, now())
    before, after = _public(opened, old), _public(opened, new)
    if old >= new:
        return _to_synopsis(charter, old, new)
    texts = Texts(before, after)
    sections = texts.sections()
    counts = count(sections)
    return render_template(
        "site/synopsis.html",
        releases=opened,
        old=before,
        new=after,
        sections=sections,
        counts={kind: counts[kind] for kind in Kind},
        compared=texts.compared(sections),
        texts=texts,
        columns=request.args.get("ansicht") == "spalten",
    )


def _public(opened: Sequence[Release], number: int) -> Release:
    for release in opened:
        if release.number == number:
            return release
    raise NotFound


def _to_synopsis(charter: Charter, old: int, new: int) -> ResponseReturnValue:
    """The older one first; a release compared with itself is just that release."""
    if old == new:
        return redirect(url_for("site.release", charter=charter.slug, number=old), 303)
    older, newer = sorted((old, new))
    return redirect(url_for("site.synopsis", charter=charter.slug, old=older, new=newer), 303)


@dataclass(frozen=True)
class Compared:
    """One changed document: its title and its text, each with what differs."""

    title: tuple[Edit, ...]
    text: Difference


class Texts:
    """The words of two releases by document."""

    def __init__(self, old: Release, new: Release) -> None:
        self.old = _by_document(old)
        self.new = _by_document(new)
        self.old_parents = _parents(self.old)
        self.new_parents = _parents(self.new)

    def sections(self) -> list[SectionChange]:
        return compare(_places(self.old, self.old_parents), _places(self.new, self.new_parents))

    def newest(self, document_id: int) -> Passage:
        """The document as the new release has it, else as the old one had it."""
        return self.new.get(document_id) or self.old[document_id]

    def compared(self, sections: Sequence[SectionChange]) -> dict[int, Compared]:
        """The difference of each document that changed. One query."""
        changed = [change.document_id for change in _changed(sections)]
        pairs = [(_version(self.old[number]), _version(self.new[number])) for number in changed]
        sources = _sources([version for pair in pairs for version in pair])
        return {
            number: Compared(
                tuple(words(self.old[number].title, self.new[number].title)),
                difference(sources[old], sources[new]),
            )
            for number, (old, new) in zip(changed, pairs, strict=True)
        }


def _by_document(release: Release) -> dict[int, Passage]:
    passages = reading.documents(reading.read(release))
    return {passage.document_id: passage for passage in passages}


def _parents(texts: dict[int, Passage]) -> dict[int, Passage]:
    """The section of each clause."""
    return {clause.document_id: passage for passage in texts.values() for clause in passage.clauses}


def _places(texts: dict[int, Passage], parents: dict[int, Passage]) -> list[Place]:
    """In reading order; two wordings are the same when a reader sees the same."""
    return [
        Place(
            number,
            parents[number].document_id if number in parents else None,
            (passage.title, passage.html),
        )
        for number, passage in texts.items()
    ]


def _changed(sections: Sequence[SectionChange]) -> list[Change]:
    return [
        change
        for section in sections
        for change in (section.section, *section.clauses)
        if Kind.CHANGED in change.kinds
    ]


def _version(passage: Passage) -> Version:
    return passage.document_id, passage.revision_number


def _sources(versions: Sequence[Version]) -> dict[Version, str]:
    """The Markdown of these revisions. One query, none for none."""
    if not versions:
        return {}
    rows = db.session.execute(
        select(Revision.document_id, Revision.number, Revision.source).where(
            tuple_(Revision.document_id, Revision.number).in_(versions)
        )
    )
    return {(document_id, number): source for document_id, number, source in rows}
