"""Editors say which departments are responsible: for one clause, or for a whole section."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from charta.charters.models import Charter, Department
from charta.charters.policies import is_editor
from charta.charters.queries import department, departments
from charta.core import clock
from charta.core.access import allow, current_actor
from charta.core.errors import Invalid
from charta.core.notices import notice
from charta.core.posting import carry_out
from charta.drafting.queries import OutlineSection, outline
from charta.feasibility import services
from charta.feasibility.forms import ResponsibilityForm, SectionForm
from charta.feasibility.views.blueprint import blueprint
from charta.feasibility.views.judging import clause_by_key, clause_page


@blueprint.post("/<key>/zustaendigkeit/")
@allow(is_editor)
def assign(charter: Charter, key: str) -> ResponseReturnValue:
    """Set the departments of one clause to those that are ticked."""
    form = ResponsibilityForm()
    form.departments.choices = _choices(charter)

    def set_departments() -> bool:
        services.assign(
            current_actor(),
            clock.now(),
            clause_by_key(charter, key),
            _departments(charter, form.departments.data),
        )
        return True

    done, status = carry_out(form, set_departments)
    if done:
        notice(_("Die Zuständigkeit für %(key)s ist gespeichert.", key=key))
        return redirect(url_for("feasibility.document", key=key), 303)
    return clause_page(charter, key, responsibility=form, status=status)


@blueprint.route("/zustaendigkeit/", methods=["GET", "POST"])
@allow(is_editor)
def assign_section(charter: Charter) -> ResponseReturnValue:
    """Make departments responsible for all clauses of a section at once."""
    form = SectionForm()
    sections = {one.document.id: one for one in outline(charter.id, texts=False)}
    form.section.choices = [
        ("", _("Bitte wählen")),
        *((number, _section_words(one)) for number, one in sections.items()),
    ]
    form.departments.choices = _choices(charter)
    status = 200
    if request.method == "POST":
        asked, status = carry_out(form, lambda: _ask_for_section(charter, form))
        if asked is not None:
            notice(
                ngettext(
                    "%(num)s Auftrag zur Prüfung ist neu erteilt.",
                    "%(num)s Aufträge zur Prüfung sind neu erteilt.",
                    asked,
                )
            )
            return redirect(url_for("feasibility.index", stand="in_review"), 303)
    return render_template("feasibility/assign_section.html", form=form), status


def _ask_for_section(charter: Charter, form: SectionForm) -> int:
    """Give the number of new requests; the section is read again, inside the transaction."""
    for section in outline(charter.id, texts=False):
        if section.document.id == form.section.data:
            clauses = [clause.document for clause in section.clauses]
            if not clauses:
                raise Invalid(_("In diesem Abschnitt steht noch keine Klausel."), "section")
            asked = _departments(charter, form.departments.data)
            return len(services.request_reviews(current_actor(), clock.now(), clauses, asked))
    raise Invalid(_("Diesen Abschnitt gibt es im Entwurf nicht mehr."), "section")


def _section_words(section: OutlineSection) -> str:
    return f"{section.document.key} {section.revision.title} ({len(section.clauses)})"


def _choices(charter: Charter) -> list[tuple[int, str]]:
    return [(one.id, one.name) for one in departments(charter.id)]


def _departments(charter: Charter, numbers: list[int] | None) -> list[Department]:
    return [department(charter.id, number) for number in numbers or ()]
