"""What requests about accounts may say."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.accounts.rules import SHORTEST_PASSWORD
from charta.core.forms import EmailAddress, Form, Line, Secret

LONGEST_NAME = 80

PASSWORD_HINT = _l(
    "Mindestens %(limit)s Zeichen. Am besten mehrere Wörter, die nicht zusammengehören.",
    limit=SHORTEST_PASSWORD,
)
NAME_HINT = _l("Unter diesem Namen erscheinen Ihre Stellungnahmen öffentlich.")


class SignUpForm(Form):
    name = Line(_l("Name"), longest=LONGEST_NAME, description=NAME_HINT)
    email = EmailAddress(
        _l("E-Mail-Adresse"),
        description=_l("Wir zeigen sie niemandem und schicken Ihnen einen Link zum Bestätigen."),
    )
    password = Secret(_l("Passwort"), shortest=SHORTEST_PASSWORD, description=PASSWORD_HINT)


class SignInForm(Form):
    email = EmailAddress(_l("E-Mail-Adresse"))
    password = Secret(_l("Passwort"))


class AddressForm(Form):
    """Asks for nothing but the address: to get a link by mail."""

    email = EmailAddress(_l("E-Mail-Adresse"))


class ResetForm(Form):
    password = Secret(_l("Neues Passwort"), shortest=SHORTEST_PASSWORD, description=PASSWORD_HINT)


class NameForm(Form):
    name = Line(_l("Name"), longest=LONGEST_NAME, description=NAME_HINT)


class PasswordForm(Form):
    present = Secret(_l("Jetziges Passwort"))
    password = Secret(_l("Neues Passwort"), shortest=SHORTEST_PASSWORD, description=PASSWORD_HINT)


class ButtonForm(Form):
    """Nothing but a button."""
