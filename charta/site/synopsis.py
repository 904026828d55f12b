"""What changed between any two public releases, word by word, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from charta.charters.models import Charter
from charta.core.access import allow, anyone, current_actor
from charta.core.clock import now
from charta.core.errors import NotFound
from charta.core.forms import number_or_none
from charta.core.public import cacheable
from charta.releases import queries
from charta.releases.models import Release
from charta.site.blueprint import blueprint
from charta.site.changes import Overview, Part, Text, Texts, overview
from charta.site.reasons import NONE, between_releases, reasons
from charta.site.releases import among
from charta.site.showing import Item, item
from charta.site.unchanged import kept_while_unchanged
from charta.text.stepping import Step, steps

COLUMNS = "spalten"


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
@kept_while_unchanged
def synopsis(charter: Charter, old: int, new: int) -> ResponseReturnValue:
    """The list of all changes and, unless there are too many for one page, the changes. Of a
    long synopsis each section has a page of its own: ``?abschnitt=A-2``, and where even that is
    too long ``&ab=MOB-61``."""
    moment = now()
    opened = queries.opened(charter.id, moment)
    before, after = among(opened, old), among(opened, new)
    if old >= new:
        return _to_synopsis(charter, old, new)
    found = overview(before, after)
    part = _asked_for(found)
    pages = _pages(before, after, found, part)
    return render_template(
        "site/synopsis.html",
        releases=opened,
        old=before,
        new=after,
        found=found,
        part=part,
        items=_items(before, after, part, _steps(found, pages), moment) if part else {},
        pages={
            text.document_id: page
            for one, page in zip(found.parts, pages, strict=True)
            for text in one.changed
        },
        previous=_neighbour(found, part, pages, -1),
        next=_neighbour(found, part, pages, 1),
        here={"old": old, "new": new, **view()},
        other={"old": old, "new": new, **address(part)},
        columns=bool(view()),
        mark=queries.mark_of(current_actor().person_id, charter.id, moment),
    )


def view() -> dict[str, Any]:
    """The reader's choice between one text and two columns, as it stands in addresses."""
    return {"ansicht": COLUMNS} if request.args.get("ansicht") == COLUMNS else {}


def address(part: Part | None) -> dict[str, Any]:
    """What is asked for to see this part; nothing to see the list, or all of a short synopsis."""
    if part is None:
        return {}
    asked = {"abschnitt": part.section, "ab": part.start}
    return {name: key for name, key in asked.items() if key is not None}


def _asked_for(found: Overview) -> Part | None:
    """The part to show; None: the list alone. Raises NotFound for a part there is not."""
    if found.is_whole:
        return found.parts[0]
    section = request.args.get("abschnitt")
    if section is None:
        return None
    part = found.part(section, request.args.get("ab"))
    if part is None:
        raise NotFound
    return part


def _pages(old: Release, new: Release, found: Overview, part: Part | None) -> list[str]:
    """Where each part is found; the one that is shown is here."""
    here = {"old": old.number, "new": new.number, **view()}
    return [
        "" if one is part else url_for("site.synopsis", **here, **address(one))
        for one in found.parts
    ]


def _neighbour(found: Overview, part: Part | None, pages: Sequence[str], way: int) -> str | None:
    """The address of the part before or after the one that is shown."""
    if part is None:
        return None
    number = found.parts.index(part) + way
    return pages[number] if 0 <= number < len(pages) else None


def _items(
    old: Release, new: Release, part: Part, numbered: Mapping[str, Step], moment: datetime
) -> dict[int, Item]:
    """The texts of a part that changed, by document. At most three queries."""
    before, after = Texts(old), Texts(new)
    ends = {
        text.document_id: (before.get(text.document_id), after.get(text.document_id))
        for text in part.changed
    }
    why = reasons(between_releases(old, new, ends), moment)
    return {
        text.document_id: item(
            text,
            ends[text.document_id],
            numbered,
            why.get(text.document_id, NONE),
            _parents(text, before, after),
        )
        for text in part.changed
    }


def _steps(found: Overview, pages: Sequence[str]) -> Mapping[str, Step]:
    """All changes of the synopsis by their anchors; neighbours may stand on another page."""
    places = [
        (anchor, f"{page}#{anchor}")
        for one, page in zip(found.parts, pages, strict=True)
        for text in one.changed
        for anchor in text.anchors
    ]
    numbered = steps([anchor for anchor, _ in places], [address for _, address in places])
    return {step.anchor: step for step in numbered}


def _parents(text: Text, before: Texts, after: Texts) -> tuple[str, str] | None:
    """The titles of the sections between which a clause was moved."""
    was, now = before.parents.get(text.document_id), after.parents.get(text.document_id)
    if was is None or now is None or was.document_id == now.document_id:
        return None
    return was.title, now.title


def _to_synopsis(charter: Charter, old: int, new: int) -> ResponseReturnValue:
    """The older one first; a release compared with itself is just that release."""
    if old == new:
        return redirect(url_for("site.release", charter=charter.slug, number=old), 303)
    older, newer = sorted((old, new))
    target = url_for("site.synopsis", charter=charter.slug, old=older, new=newer, **view())
    return redirect(target, 303)
