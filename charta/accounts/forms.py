"""What requests about accounts may say."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms.validators import DataRequired

from charta.accounts.names import nobodys_name
from charta.accounts.rules import SHORTEST_PASSWORD
from charta.core.forms import (
    BooleanField,
    EmailAddress,
    Form,
    HiddenField,
    Line,
    Secret,
    StrangersForm,
)

LONGEST_NAME = 80

PASSWORD_HINT = _l(
    "Mindestens %(limit)s Zeichen. Am besten mehrere Wörter, die nicht zusammengehören.",
    limit=SHORTEST_PASSWORD,
)
NAME_HINT = _l("Unter diesem Namen erscheinen Ihre Stellungnahmen öffentlich.")


class SignUpForm(StrangersForm):
    name = Line(_l("Name"), longest=LONGEST_NAME, description=NAME_HINT, validators=[nobodys_name])
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
    name = Line(_l("Name"), longest=LONGEST_NAME, description=NAME_HINT, validators=[nobodys_name])


class PasswordForm(Form):
    present = Secret(_l("Jetziges Passwort"))
    password = Secret(_l("Neues Passwort"), shortest=SHORTEST_PASSWORD, description=PASSWORD_HINT)


class MoveForm(Form):
    email = EmailAddress(
        _l("Neue E-Mail-Adresse"),
        description=_l("Wir schicken einen Link dorthin. Bis Sie ihn bestätigen, gilt die alte."),
    )


class AgainForm(Form):
    password = Secret(_l("Passwort"))


class CodeForm(Form):
    code = Line(_l("Code"), longest=40)


class CredentialForm(Form):
    """What a device has signed; a script fills it in."""

    credential = HiddenField()


class ReturnForm(Form):
    """What the provider has sent a browser back with; a page sends it on to us."""

    code = HiddenField()
    state = HiddenField()
    iss = HiddenField()


class OptionsForm(Form):
    purpose = HiddenField()


class PasskeyNameForm(Form):
    name = Line(
        _l("Name des Passkeys"),
        longest=60,
        description=_l("Etwa: Diensthandy, Schlüssel am Bund"),
    )


class PasskeyForm(PasskeyNameForm):
    """A new passkey: what it is called, and what a script has made of it."""

    credential = HiddenField()


class LeaveForm(Form):
    texts = BooleanField(
        _l("Auch löschen, was ich in laufenden Beteiligungen gesagt habe"),
        description=_l(
            "Statt Ihrer Worte steht dann da, dass sie gelöscht wurden. Worte, die die Stadt schon "
            "in die Charta übernommen hat, bleiben dort."
        ),
    )
    sure = BooleanField(
        _l("Ja, mein Konto soll gelöscht werden"),
        validators=[DataRequired(_l("Bitte bestätigen Sie, dass Ihr Konto gelöscht werden soll."))],
    )
