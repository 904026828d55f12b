"""What one may say about the mails one gets."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from charta.core.forms import Choices, Form, Radio, number_or_none
from charta.core.i18n import LANGUAGES
from charta.notifications.queries.addressees import Chosen
from charta.notifications.rules import Frequency, Topic
from charta.notifications.words import FREQUENCIES

OFFERED = [(frequency.value, words) for frequency, words in FREQUENCIES.items()]


class WishesForm(Form):
    """How often somebody wants to hear of what, and in which language."""

    answers = Radio(_l("Antworten auf Ihre Stellungnahmen"), choices=OFFERED)
    clauses = Radio(
        _l("Änderungen an Texten, zu denen Sie Stellung genommen haben"), choices=OFFERED
    )
    rounds = Radio(
        _l("Beginn und Ende von Beteiligungen"),
        choices=OFFERED,
        description=_l("Drei Tage vor dem Ende erinnern wir Sie."),
    )
    language = Radio(_l("Sprache der E-Mails"), choices=list(LANGUAGES.items()))

    @property
    def wishes(self) -> Mapping[Topic, Frequency]:
        """What a valid form says."""
        return {topic: Frequency(self[topic.value].data) for topic in Topic}

    def show(self, chosen: Chosen) -> None:
        """Fill in what holds now."""
        for topic, frequency in chosen.wishes.items():
            self[topic.value].data = frequency.value
        self.language.data = chosen.language


class AccountWishesForm(WishesForm):
    """The same for somebody with an account, who may also ask to hear of more."""

    watched = Choices(
        _l("Auch von Beteiligungen hören, wenn Sie dort noch nichts gesagt haben"),
        coerce=number_or_none,
    )

    def show(self, chosen: Chosen) -> None:
        super().show(chosen)
        self.watched.data = sorted(chosen.watched)
