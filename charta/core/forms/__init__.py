"""What a request may say: strict fields with clear messages, shared by every form.

Messages say how to mend the entry. A form refuses fields it does not know and single fields
that come twice, so that what is read is what the person saw.
"""

from wtforms import BooleanField, HiddenField

from charta.core.forms.base import ButtonForm, Form
from charta.core.forms.choices import (
    Choice,
    Choices,
    Radio,
    WholeNumber,
    number_or_none,
    text_or_none,
)
from charta.core.forms.moments import Day, LocalDateTime, to_utc
from charta.core.forms.strangers import StrangersForm
from charta.core.forms.texts import (
    EmailAddress,
    Line,
    Link,
    Prose,
    Secret,
    Upload,
    clean_text,
    readable_name,
)
from charta.core.forms.validators import Pattern

__all__ = [
    "BooleanField",
    "ButtonForm",
    "Choice",
    "Choices",
    "Day",
    "EmailAddress",
    "Form",
    "HiddenField",
    "Line",
    "Link",
    "LocalDateTime",
    "Pattern",
    "Prose",
    "Radio",
    "Secret",
    "StrangersForm",
    "Upload",
    "WholeNumber",
    "clean_text",
    "number_or_none",
    "readable_name",
    "text_or_none",
    "to_utc",
]
