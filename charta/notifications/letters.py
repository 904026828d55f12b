"""From facts to a mail: the same blocks of words as text and as HTML."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from babel.dates import format_skeleton
from flask import current_app
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from charta.consultation.models import Round
from charta.consultation.words import disposition, moment
from charta.core import mail
from charta.core.clock import BERLIN
from charta.core.i18n import speaking
from charta.notifications.queries.addressees import Recipient
from charta.notifications.queries.news import Answer, Changes, News

MOST = 20
"""So many answers or texts are named in one mail; the rest is counted."""


@dataclass(frozen=True)
class Block:
    """One block of a mail. ``html`` is a text of the city as it was cleaned when it was saved;
    ``german`` says that the words are the city's, not ours."""

    kind: Literal["heading", "text", "quote", "link"]
    words: str
    url: str = ""
    html: str = ""
    german: bool = False

    @property
    def text(self) -> str:
        """The block in a mail without HTML."""
        if self.kind == "heading":
            return f"{self.words}\n{'-' * min(len(self.words), 72)}"
        if self.kind == "quote":
            return "\n".join(f"> {line}".rstrip() for line in self.words.splitlines())
        return f"{self.words}\n{self.url}" if self.url else self.words


def write(to: Recipient, places: Sequence[News]) -> None:
    """Put a mail with the news of one or more charters into the outbox."""
    with speaking(to.language):
        subject = _subject(places)
        blocks = [Block("text", str(_("Guten Tag %(name)s,", name=to.name)))]
        for news in places:
            blocks += _news(news)
        way_out = mail.link("notifications.unsubscribe", token=to.token)
        blocks += _ending(places, way_out)
        html = current_app.jinja_env.get_template("notifications/mails/_letter.html").render(
            subject=subject, language=to.language, blocks=blocks
        )
        body = "\n\n".join(block.text for block in blocks) + "\n"
        mail.send(to.email, subject, body, html=html, unsubscribe=way_out, bulk=True)


def _subject(places: Sequence[News]) -> str:
    if len(places) > 1:
        return str(_("Neues zu Ihren Charten"))
    news = places[0]
    rounds = [*news.opened, *news.closing]
    kinds = [bool(news.answers), bool(news.changes), bool(rounds)]
    if kinds == [True, False, False]:
        return _answered_subject([number for one in news.answers for number in one.comments])
    if kinds == [False, True, False]:
        count = sum(len(one.texts) for one in news.changes)
        return str(
            ngettext(
                "Ein Text, zu dem Sie Stellung genommen haben, ist geändert",
                "%(num)s Texte, zu denen Sie Stellung genommen haben, sind geändert",
                count,
            )
        )
    if kinds == [False, False, True] and len(rounds) == 1:
        title = rounds[0].title
        if news.opened:
            return str(_("Beteiligung eröffnet: %(title)s", title=title))
        last = rounds[0].closes_at.astimezone(BERLIN)
        day = format_skeleton("MMMMd", last, locale=get_locale())
        return str(_("Nur noch bis %(day)s: %(title)s", day=day, title=title))
    return str(_("Neues zu „%(charter)s“", charter=news.charter.name))


def _answered_subject(numbers: Sequence[int]) -> str:
    if len(numbers) == 1:
        return str(_("Antwort auf Ihre Stellungnahme %(key)s", key=f"S-{numbers[0]}"))
    return str(_("Antworten auf %(count)s Ihrer Stellungnahmen", count=len(numbers)))


def _news(news: News) -> Iterator[Block]:
    charter = news.charter
    yield Block("heading", f"{charter.name}, {charter.city}", german=True)
    for answer in news.answers[:MOST]:
        yield from _answer(charter.slug, answer)
    if len(news.answers) > MOST:
        yield Block(
            "link",
            str(_("Und weitere Antworten; alle stehen unter „Meine Stellungnahmen“:")),
            mail.link("consultation.my_comments", charter=charter.slug),
        )
    for changes in news.changes:
        yield from _changes(charter.slug, changes)
    for found in news.opened:
        yield from _round(
            charter.slug,
            found,
            _(
                "Die Beteiligung „%(title)s“ ist eröffnet. Bis %(moment)s können Sie Stellung "
                "nehmen.",
                title=found.title,
                moment=moment(found.closes_at),
            ),
        )
    for found in news.closing:
        yield from _round(
            charter.slug,
            found,
            _(
                "Die Beteiligung „%(title)s“ endet bald. Sie können noch bis %(moment)s Stellung "
                "nehmen.",
                title=found.title,
                moment=moment(found.closes_at),
            ),
        )


def _answer(slug: str, answer: Answer) -> Iterator[Block]:
    response, numbers = answer.response, answer.comments
    keys = ", ".join(f"S-{number}" for number in numbers[:MOST])
    if len(numbers) > MOST:
        keys = f"{keys} …"
    texts = "; ".join(answer.texts[:MOST])
    said = (
        _("Die Stadt hat ihre Antwort auf %(keys)s zu „%(texts)s“ berichtigt.")
        if response.replaces_id
        else _("Die Stadt hat auf %(keys)s zu „%(texts)s“ geantwortet.")
    )
    yield Block("text", str(said) % {"keys": keys, "texts": texts})
    verdict = disposition(response.disposition)
    yield Block("text", str(_("Ergebnis: %(verdict)s. Die Begründung:", verdict=verdict)))
    yield Block("quote", response.source, html=response.html, german=True)
    url = mail.link("consultation.comment", charter=slug, number=numbers[0])
    yield Block("link", str(_("Ihre Stellungnahme mit der Antwort:")), url)


def _changes(slug: str, changes: Changes) -> Iterator[Block]:
    number = changes.release.number
    yield Block(
        "text",
        str(
            ngettext(
                "Fassung %(release)s ist öffentlich. Sie ändert einen Text, zu dem Sie Stellung "
                "genommen haben:",
                "Fassung %(release)s ist öffentlich. Sie ändert %(num)s Texte, zu denen Sie "
                "Stellung genommen haben:",
                len(changes.texts),
                release=number,
            )
        ),
    )
    for change in changes.texts[:MOST]:
        said = _("%(text)s: steht nicht mehr darin") if change.gone else _("%(text)s: geändert")
        url = mail.link("consultation.comment", charter=slug, number=change.comment)
        yield Block("link", str(said) % {"text": change.text}, url)
    yield Block(
        "link",
        str(_("Alle Änderungen gegenüber Fassung %(number)s:", number=changes.old)),
        mail.link("site.synopsis", charter=slug, old=changes.old, new=number),
    )


def _round(slug: str, found: Round, said: str) -> Iterator[Block]:
    yield Block("text", str(said))
    url = mail.link("consultation.round", charter=slug, number=found.number)
    yield Block("link", str(_("Zum Entwurf und zur Beteiligung:")), url)


def _ending(places: Sequence[News], way_out: str) -> Iterator[Block]:
    yield Block("heading", str(_("Warum Sie das bekommen")))
    if any(news.answers or news.changes for news in places):
        said = _(
            "Sie haben Stellung genommen, und wir haben versprochen, dass Sie Antwort bekommen."
        )
        yield Block("text", str(said))
    if any(news.opened or news.closing for news in places):
        said = _("Sie haben sich schon beteiligt, oder Sie wollten von Beteiligungen hören.")
        yield Block("text", str(said))
    yield Block(
        "link",
        str(_("Seltener, anders oder gar nicht mehr? Hier wählen Sie, ohne sich anzumelden:")),
        way_out,
    )
    yield Block("link", "Charta", mail.link("site.charters"))
