"""The preview of a text that is being written; the same with and without scripts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import request
from flask_babel import gettext as _

from charta.core.errors import Invalid
from charta.drafting.services.revisions import rendered


@dataclass(frozen=True)
class Preview:
    """What the text would look like, or nothing when it cannot be shown."""

    html: str | None
    status: int


def wanted() -> bool:
    """Whether the button “Vorschau” was pressed."""
    return request.method == "POST" and "preview" in request.form


def previewed(form: Any) -> Preview:
    """The text of the field ``source``; what is wrong with it is shown at the field."""
    try:
        html = rendered(form.source.data or "").html
        if not html:
            raise Invalid(_("Es gibt noch keinen Text, der sich zeigen ließe."), "source")
    except Invalid as error:
        form.reject(error)
        return Preview(None, error.status)
    return Preview(html, 200)
