"""Fresh sign-ins: before what cannot be taken back, a person proves once more to be themselves.

The page with the form asks already, so nothing that was typed is lost: the form may then be sent
for a while longer.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from charta.core.access import READING
from charta.core.clock import now
from charta.core.notices import notice

TO_OPEN = timedelta(minutes=15)
TO_SEND = timedelta(minutes=30)

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])


def is_fresh(lasts: timedelta = TO_OPEN) -> bool:
    """Whether somebody is signed in here and has proven who they are so short a time ago."""
    return bool(current_user.is_authenticated and now() - current_user.proven_at < lasts)


def prove_first() -> ResponseReturnValue | None:
    """The way to prove it once more, or None where that is not needed now."""
    reading = request.method in READING
    if is_fresh(TO_OPEN if reading else TO_SEND):
        return None
    if not reading:
        notice(_("Bestätigen Sie erst, dass Sie es sind. Senden Sie dann noch einmal ab."))
    here = request.full_path.rstrip("?") if reading else _page_of_form()
    return redirect(url_for("accounts.again", next=here), code=303)


def fresh(view: View) -> View:
    """Let nobody into ``view`` whose last proof is old; goes below ``@allow``."""

    @wraps(view)
    def asking(*args: Any, **values: Any) -> ResponseReturnValue:
        return prove_first() or view(*args, **values)

    return asking  # type: ignore[return-value]


def _page_of_form() -> str:
    """The page a form was sent from, as far as it is one of ours."""
    referrer, home = request.referrer or "", request.host_url
    if referrer.startswith(home):
        return f"/{referrer.removeprefix(home)}"
    readable = request.url_rule is not None and "GET" in (request.url_rule.methods or ())
    return request.path if readable else url_for("accounts.account")
