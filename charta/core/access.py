"""Rights, decided on the server in one place.

Each view names who may use it with :func:`allow`; :func:`refuse_undecided_routes` stops the
start of an application in which one does not. The guard asks the decision before the view runs,
and templates ask the same predicates through ``may(…)`` whether to show a button.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from charta.core.actors import ANYBODY, Actor
from charta.core.errors import NotAllowed

Predicate = Callable[[Actor, Any], bool]
"""Takes the actor and the charter of the address (None outside a charter)."""

View = TypeVar("View", bound=Callable[..., Any])

READING = frozenset({"GET", "HEAD", "OPTIONS"})


class UndecidedRoute(RuntimeError):
    """A route exists for which nobody has decided who may use it."""


def anyone(_actor: Actor, _charter: object) -> bool:
    return True


def signed_in(actor: Actor, _charter: object) -> bool:
    return actor.signed_in


def allow(predicate: Predicate, *, post: Predicate | None = None) -> Callable[[View], View]:
    """Decide who may use a view: ``predicate`` for reading, ``post`` (or the same) for writing."""

    def mark(view: View) -> View:
        view.charta_access = {"read": predicate, "write": post or predicate}  # type: ignore[attr-defined]
        return view

    return mark


def decision(app: Flask, endpoint: str, method: str) -> Predicate:
    """The predicate that decides over ``endpoint`` and ``method``; raises UndecidedRoute."""
    if endpoint == "static":
        return anyone
    decided = getattr(app.view_functions[endpoint], "charta_access", None)
    if decided is None:
        raise UndecidedRoute(f"Nobody has decided who may use {method} {endpoint}.")
    return decided["read" if method in READING else "write"]  # type: ignore[no-any-return]


def refuse_undecided_routes(app: Flask) -> None:
    for rule in app.url_map.iter_rules():
        for method in rule.methods or ():
            decision(app, rule.endpoint, method)


def current_actor() -> Actor:
    """Who makes this request; loaded once, by the loader a feature has put in place."""
    if "actor" not in g:
        load: Callable[[], Actor] = current_app.extensions.get("charta.actor", lambda: ANYBODY)
        g.actor = load()
    actor: Actor = g.actor
    return actor


def may(predicate: Predicate, charter: object = None) -> bool:
    """For templates: whether the current actor may, in ``charter`` or the address's one."""
    return predicate(current_actor(), charter or g.get("charter"))


def guard() -> Response | None:
    """Before each request: let through, send to sign-in, or refuse."""
    if request.endpoint is None:
        return None
    predicate = decision(current_app, request.endpoint, request.method)
    if predicate is anyone:
        return None
    actor = current_actor()
    if predicate(actor, g.get("charter")):
        return None
    if not actor.signed_in and request.method in READING:
        here = request.full_path.rstrip("?")
        return redirect(url_for("accounts.sign_in", next=here), code=303)
    raise NotAllowed


def init_app(app: Flask) -> None:
    app.before_request(guard)
    app.jinja_env.globals["may"] = may
