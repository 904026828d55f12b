"""Ideas: written down at a table one after the other, listed, corrected, taken back."""

from __future__ import annotations

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from charta.charters.models import Charter, StakeholderGroup
from charta.charters.queries import group, groups, theme, themes
from charta.core.access import allow, current_actor
from charta.core.clock import now
from charta.core.forms import number_or_none
from charta.core.notices import notice
from charta.core.posting import OK, carry_out
from charta.workshops import queries, services
from charta.workshops.forms import CaptureForm, ConfirmForm, IdeaForm, SortForm
from charta.workshops.models import Idea, Workshop
from charta.workshops.policies import reads_workshops, runs_workshops
from charta.workshops.views.blueprint import WORKSHOP, blueprint
from charta.workshops.wording import CHANNELS

LONGEST_SEARCH = 200


@blueprint.route(f"{WORKSHOP}/tische/<int:table_id>/", methods=["GET", "POST"])
@allow(runs_workshops)
def capture(charter: Charter, number: int, table_id: int) -> ResponseReturnValue:
    """Write ideas down at a table, one after the other; the newest are listed below."""
    workshop = queries.workshop_by_number(charter.id, number)
    table = queries.table_by_id(workshop.id, table_id)
    page = queries.ideas_at_table(table.id, before=_number("vor"), after=_number("nach"))
    form, status = CaptureForm.after(charter.id, _last(page)), OK
    if form.is_submitted():
        idea, status = carry_out(form, lambda: _write_down(charter, workshop, table_id, form))
        if idea is not None:
            notice(_("Idee %(key)s ist notiert.", key=idea.key))
            return redirect(url_for(".capture", number=number, table_id=table_id), code=303)
        table = queries.table_by_id(workshop.id, table_id)
        page = queries.ideas_at_table(table.id)
    shown = render_template(
        "workshops/capture.html",
        form=form,
        workshop=workshop,
        table=table,
        page=page,
        total=queries.table_count(table.id),
    )
    return shown, status


def _last(page: queries.Slice) -> Idea | None:
    """The idea before this one, whose group and channel are kept; only known on the first page."""
    return page.ideas[0] if page.ideas and page.previous is None else None


def _write_down(charter: Charter, workshop: Workshop, table_id: int, form: CaptureForm) -> Idea:
    table = queries.table_by_id(workshop.id, table_id)
    return services.add_idea(
        current_actor(),
        now(),
        workshop,
        text=form.text.data or "",
        theme=table.theme,
        group=_group(charter.id, form),
        channel=form.channel.data,
        table=table,
    )


@blueprint.get(f"{WORKSHOP}/ideen/")
@allow(reads_workshops)
def ideas(charter: Charter, number: int) -> str:
    """All ideas of a workshop, narrowed by theme, group and words."""
    workshop = queries.workshop_by_number(charter.id, number)
    theme_id, group_id = _number("thema"), _number("gruppe")
    search = request.args.get("q", "").replace("\0", "")[:LONGEST_SEARCH].strip()
    page = queries.ideas_of(
        workshop.id,
        theme_id=theme_id,
        group_id=group_id,
        search=search,
        before=_number("vor"),
        after=_number("nach"),
    )
    wanted = {"thema": theme_id, "gruppe": group_id, "q": search}
    return render_template(
        "workshops/ideas.html",
        workshop=workshop,
        page=page,
        wanted={name: value for name, value in wanted.items() if value},
        themes=[(item.id, item.name) for item in themes(charter.id)],
        groups=[(item.id, item.name) for item in groups(charter.id)],
        channels=CHANNELS,
    )


@blueprint.route(f"{WORKSHOP}/ideen/<int:idea_number>/", methods=["GET", "POST"])
@allow(runs_workshops)
def edit_idea(charter: Charter, number: int, idea_number: int) -> ResponseReturnValue:
    """Correct an idea: its wording until the workshop is open, theme and group always."""
    workshop, idea = _find(charter, number, idea_number)
    form, status = _form_for(workshop, idea), OK
    if form.is_submitted():
        changed, status = carry_out(form, lambda: _correct(charter, number, idea_number, form))
        if changed is not None:
            notice(_("Ihre Änderungen sind gespeichert."))
            return redirect(_back(idea), code=303)
        workshop, idea = _find(charter, number, idea_number)
    return _idea_page(form, workshop, idea), status


def _correct(charter: Charter, number: int, idea_number: int, form: SortForm) -> bool:
    workshop, idea = _find(charter, number, idea_number)
    return services.change_idea(
        current_actor(),
        now(),
        workshop,
        idea,
        text=form.text.data or "" if isinstance(form, IdeaForm) else idea.text,
        theme=theme(charter.id, form.theme.data),
        group=_group(charter.id, form),
    )


@blueprint.post(f"{WORKSHOP}/ideen/<int:idea_number>/entfernen/")
@allow(runs_workshops)
def remove_idea(charter: Charter, number: int, idea_number: int) -> ResponseReturnValue:
    """Take back an idea that was a mistake."""
    _workshop, idea = _find(charter, number, idea_number)
    back = _back(idea)
    form = ConfirmForm()
    _done, status = carry_out(
        form,
        lambda: services.remove_idea(current_actor(), now(), *_find(charter, number, idea_number)),
    )
    if status == OK:
        notice(_("Idee I-%(number)s ist entfernt.", number=idea_number))
        return redirect(back, code=303)
    workshop, idea = _find(charter, number, idea_number)
    shown = _form_for(workshop, idea, formdata=None)
    shown.form_errors.extend(form.form_errors)
    return _idea_page(shown, workshop, idea), status


def _find(charter: Charter, number: int, idea_number: int) -> tuple[Workshop, Idea]:
    """A workshop and one of its ideas; raises NotFound."""
    workshop = queries.workshop_by_number(charter.id, number)
    return workshop, queries.idea_in(workshop.id, idea_number)


def _form_for(workshop: Workshop, idea: Idea, **options: object) -> SortForm:
    """The wording can be changed as long as the public has not seen it."""
    kind = IdeaForm if workshop.opened_at is None else SortForm
    return kind.for_idea(idea, **options)


def _idea_page(form: SortForm, workshop: Workshop, idea: Idea) -> str:
    return render_template(
        "workshops/edit_idea.html",
        form=form,
        workshop=workshop,
        idea=idea,
        back=_back(idea),
        channels=CHANNELS,
    )


def _back(idea: Idea) -> str:
    """Where the idea came from: its table, else the list."""
    if idea.table_id is not None:
        return url_for(".capture", number=idea.workshop.number, table_id=idea.table_id)
    return url_for(".ideas", number=idea.workshop.number)


def _group(charter_id: int, form: CaptureForm | SortForm) -> StakeholderGroup | None:
    return group(charter_id, form.group.data) if form.group.data is not None else None


def _number(name: str) -> int | None:
    """A number from the address; anything else there is not heeded."""
    return number_or_none(request.args.get(name, ""))
