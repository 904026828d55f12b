"""What a form brings along that anybody may send."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.widgets import TextInput

from charta.core.forms.base import Form


class StrangersForm(Form):
    """The proof of work, when the form was given out, and a field for programs that nobody
    sees."""

    altcha = HiddenField(_l("Prüfung gegen Spam"))
    began = HiddenField(_l("Beginn"))
    website = HiddenField(_l("Bitte leer lassen"), widget=TextInput())
