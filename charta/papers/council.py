"""The council pack: all that a council needs to decide on a charter, in one paper to be edited."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flask_babel import format_decimal
from flask_babel import gettext as _

from charta.papers.blocks import (
    Block,
    Blocks,
    Column,
    Contents,
    Heading,
    Item,
    Paragraph,
    Row,
    Table,
    Turn,
    cell,
    line,
)
from charta.papers.cleaning import numerals
from charta.papers.prose import prose
from charta.papers.rows import (
    ChangedText,
    Count,
    Head,
    Judged,
    Resolution,
    WeighingRow,
    Wording,
)
from charta.papers.synopsis import changes
from charta.papers.weighing import by_clause, privacy, stand


def council_pack(
    head: Head,
    resolution: Resolution,
    *,
    text: Iterable[Wording],
    changed: Iterable[ChangedText],
    rows: Iterable[WeighingRow],
    verdicts: Iterable[Judged],
) -> Blocks:
    """The paper, part by part; each of the streams is read once, in this order."""
    yield from _front(head)
    yield from _resolution(head, resolution)
    yield Heading(1, str(_("Text der Charta")))
    yield from _charter(text)
    yield Turn("landscape")
    if resolution.old:
        yield Heading(1, str(_("Synopse")))
        yield from changes(resolution.old, resolution.new, changed)
    yield Heading(1, str(_("Abwägung der Beiträge")))
    yield from _weighing(head, rows)
    yield Heading(1, str(_("Umsetzbarkeit")))
    yield from _feasibility(verdicts)
    yield Turn("portrait")
    yield Heading(1, str(_("Offene Punkte")))
    yield from _open(resolution.open_points)


def _front(head: Head) -> Iterator[Block]:
    yield Paragraph(line(head.title), "title")
    yield Paragraph(line(head.charter), "lead")
    yield Paragraph(line(" · ".join(filter(None, (head.city, head.round)))))
    yield Paragraph(line(f"{stand(head)} {privacy(head)}"), "note")
    yield Contents(str(_("Inhalt")))


def _resolution(head: Head, resolution: Resolution) -> Iterator[Block]:
    yield Heading(1, str(_("Beschlussvorschlag")))
    yield Paragraph(line(str(_("Entwurf, bitte prüfen und anpassen."))), "note")
    yield Paragraph(line(str(_("Es wird beschlossen:"))))
    points = (
        _(
            "Die %(charter)s wird in der %(new)s beschlossen.",
            charter=head.charter,
            new=resolution.new,
        ),
        _(
            "Die Abwägung der Beiträge aus der Beteiligung wird zur Kenntnis genommen und "
            "gebilligt."
        ),
        _("Die Verwaltung veröffentlicht die beschlossene Fassung und alle Antworten."),
    )
    for number, point in enumerate(points, 1):
        yield Item(line(str(point)), 0, number)
    yield Heading(2, str(_("Sachverhalt")))
    for sentence in _facts(head, resolution):
        yield Paragraph(line(sentence))
    yield Heading(2, str(_("Die Beteiligung in Zahlen")))
    yield from _counts(resolution.counts)


def _facts(head: Head, resolution: Resolution) -> Iterator[str]:
    yield str(
        _(
            "%(city)s hat die %(charter)s gemeinsam mit ihren Bürgerinnen und Bürgern erarbeitet.",
            city=head.city,
            charter=head.charter,
        )
    )
    if resolution.complete:
        yield str(_("Alle Beiträge wurden geprüft und abgewogen; jede Antwort nennt ihre Gründe."))
    else:
        yield str(
            _(
                "Noch sind nicht alle Beiträge beantwortet; welche fehlen, steht unter „Offene "
                "Punkte“. Jede Antwort nennt ihre Gründe."
            )
        )
    if head.round:
        yield str(_("Zugrunde liegt: %(round)s.", round=head.round))
    if resolution.old:
        yield str(
            _("Was sich gegenüber der %(old)s ändert, zeigt die Synopse.", old=resolution.old)
        )
    yield str(_("Stand aller Angaben: %(day)s.", day=numerals(head.day)))


def _counts(counts: Iterable[Count]) -> Iterator[Block]:
    yield Table((Column(str(_("Was")), 4), Column(str(_("Anzahl")), 1)))
    for count in counts:
        yield Row((cell(count.label), cell(format_decimal(count.number))))


def _charter(text: Iterable[Wording]) -> Iterator[Block]:
    for wording in text:
        yield Heading(2 + wording.level, f"{wording.key} {wording.title}")
        yield from prose(wording.html)


def _weighing(head: Head, rows: Iterable[WeighingRow]) -> Iterator[Block]:
    yield Paragraph(line(privacy(head)), "note")
    yield from by_clause(rows)


def _feasibility(verdicts: Iterable[Judged]) -> Iterator[Block]:
    nothing = True
    for one in verdicts:
        if nothing:
            yield _verdict_columns()
        nothing = False
        old = str(_("(zu einer älteren Version)")) if one.outdated else ""
        yield Row(
            (
                cell(one.clause),
                cell(one.department),
                cell(one.verdict, old),
                cell(one.reason, one.conditions),
            )
        )
    if nothing:
        yield Paragraph(line(str(_("Noch hat kein Fachamt ein Urteil freigegeben."))))


def _verdict_columns() -> Table:
    return Table(
        (
            Column(str(_("Klausel")), 3),
            Column(str(_("Fachamt")), 2),
            Column(str(_("Urteil")), 2),
            Column(str(_("Begründung und Bedingungen")), 5),
        )
    )


def _open(points: Iterable[str]) -> Iterator[Block]:
    nothing = True
    for point in points:
        nothing = False
        yield Item(line(point))
    if nothing:
        yield Paragraph(line(str(_("Keine."))))
