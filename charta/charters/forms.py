"""What requests about charters may say."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.accounts.forms import NAME_HINT, PASSWORD_HINT
from charta.accounts.names import nobodys_name
from charta.accounts.rules import SHORTEST_PASSWORD
from charta.charters.rules import LONGEST_DESCRIPTION, LONGEST_NAME
from charta.charters.words import DUTIES, ROLES
from charta.core.forms import (
    Choice,
    EmailAddress,
    Form,
    HiddenField,
    Line,
    Prose,
    Radio,
    Secret,
    number_or_none,
)
from charta.text.markdown import MAX_LENGTH


class CharterForm(Form):
    name = Line(
        _l("Name der Charta"), longest=LONGEST_NAME, description=_l("Etwa: Smart City Charta")
    )
    city = Line(
        _l("Stadt, Landkreis oder Region"),
        longest=LONGEST_NAME,
        description=_l("Etwa: Hansestadt Stralsund"),
    )
    description = Prose(
        _l("Worum es geht"),
        longest=LONGEST_DESCRIPTION,
        description=_l("In ein, zwei einfachen Sätzen. Sie stehen auf der Startseite."),
    )


class NewCharterForm(CharterForm):
    slug = Line(
        _l("Adresse"),
        longest=50,
        description=_l(
            "Damit beginnen alle Adressen dieser Charta, etwa „stralsund“. "
            "Sie lässt sich später nicht ändern."
        ),
    )


class NameForm(Form):
    """A department or a stakeholder group; or another name for a theme."""

    name = Line(_l("Name"), longest=LONGEST_NAME)


class ThemeForm(NameForm):
    code = Line(
        _l("Kürzel"),
        longest=6,
        description=_l(
            "2 bis 6 Großbuchstaben A–Z, etwa MOB. Die Nummern der Klauseln beginnen damit, "
            "etwa MOB-3; deshalb lässt es sich später nicht ändern."
        ),
    )


class SecondStepForm(Form):
    demanded = Radio(
        _l("Wer hier eine Rolle hat, meldet sich an"),
        choices=[
            ("nein", _l("mit einem Schritt oder mit zweien")),
            ("ja", _l("nur mit zwei Schritten")),
        ],
    )


class FirstHeldForm(Form):
    held = Radio(
        _l("Der erste Beitrag jeder Person"),
        choices=[
            ("nein", _l("ist sofort öffentlich")),
            ("ja", _l("wird vorher von Redaktion oder Moderation gelesen")),
        ],
    )


class MoveForm(Form):
    direction = Radio(_l("Richtung"), choices=[("up", _l("nach oben")), ("down", _l("nach unten"))])


class RoleForm(Form):
    role = Radio(_l("Rolle"))
    department = Choice(
        _l("Fachamt"),
        required=False,
        coerce=number_or_none,
        description=_l("Nur für die Fachprüfung."),
    )

    def offer(self, departments: list[tuple[int, str]]) -> None:
        """Set what may be chosen."""
        self.role.choices = [
            (role.value, f"{words} – {DUTIES[role]}") for role, words in ROLES.items()
        ]
        self.department.choices = [("", _l("kein Fachamt")), *departments]


class InvitationForm(RoleForm):
    email = EmailAddress(
        _l("E-Mail-Adresse"),
        description=_l("Dorthin schicken wir einen Link. Ein Konto braucht die Person noch nicht."),
    )


class JoinForm(Form):
    """An account for somebody whose address is proven by the link they have followed."""

    name = Line(_l("Name"), longest=LONGEST_NAME, description=NAME_HINT, validators=[nobodys_name])
    password = Secret(_l("Passwort"), shortest=SHORTEST_PASSWORD, description=PASSWORD_HINT)


class LegalPageForm(Form):
    base = HiddenField()
    source = Prose(
        _l("Text"),
        longest=MAX_LENGTH,
        description=_l("In Markdown: # Überschrift, **fett**, - Liste, [Wort](https://…)."),
    )
