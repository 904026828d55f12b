"""What somebody has written, checked and made into HTML once."""

from __future__ import annotations

from flask_babel import gettext as _

from charta.core.errors import Invalid
from charta.text.markdown import TextRefused, render, render_comment


def written(source: str, longest: int, field: str = "source", *, rich: bool = False) -> str:
    """The HTML of ``source``, in the subset of comments unless it is ``rich``; raises Invalid at
    ``field`` when there is nothing to read, or too much."""
    if len(source) > longest:
        raise Invalid(_("Bitte kürzen Sie auf höchstens %(limit)s Zeichen.", limit=longest), field)
    try:
        rendered = render(source) if rich else render_comment(source)
    except TextRefused as refusal:
        raise Invalid(_(refusal.message, **refusal.values), field) from refusal
    if not rendered.plain.strip():
        raise Invalid(_("Bitte schreiben Sie etwas."), field)
    return rendered.html
