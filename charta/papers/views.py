"""Ordering papers and fetching them."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from charta.accounts.freshness import prove_first
from charta.charters.models import Charter
from charta.consultation.models import Round
from charta.core.access import allow, current_actor
from charta.core.clock import BERLIN, now
from charta.core.errors import Conflict, Invalid, NotFound
from charta.core.forms import number_or_none
from charta.core.i18n import LOCALES, chosen_language
from charta.core.notices import notice
from charta.core.posting import OK, carry_out
from charta.moderation.queries import last_withheld, withheld_since
from charta.papers import background, services, words
from charta.papers.forms import PaperForm
from charta.papers.letters import template
from charta.papers.letters.default import default_template
from charta.papers.letters.opening import MOST_BYTES
from charta.papers.letters.words import BEGIN, END, OF_CONTRIBUTION, OF_LETTER
from charta.papers.models import Paper
from charta.papers.policies import makes_papers
from charta.papers.queries import papers as queries
from charta.papers.rows import Head
from charta.papers.rules import Format, Kind, State
from charta.releases.models import Release

blueprint = Blueprint("papers", __name__, url_prefix="/<charter:charter>/schreibtisch/unterlagen")

ADDRESSES = {
    "abwaegungstabelle": Kind.WEIGHING,
    "synopse": Kind.SYNOPSIS,
    "beschlussvorlage": Kind.COUNCIL,
    "antwortschreiben": Kind.LETTERS,
}
NAMES = {kind: address for address, kind in ADDRESSES.items()}
TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.PDF: "application/pdf",
    Format.ZIP: "application/zip",
}
WORKING = frozenset({State.WAITING, State.MAKING})


@blueprint.get("/")
@allow(makes_papers)
def index(charter: Charter) -> str:
    """Which papers can be made, and those that were, the newest first."""
    before = number_or_none(request.args.get("vor", ""))
    found = queries.papers(charter.id, before)
    shown, moment = found[: queries.SHOWN], now()
    states = {paper.id: paper.state(moment) for paper in shown}
    last = last_withheld(charter.id)
    return render_template(
        "papers/index.html",
        papers=shown,
        states=states,
        outdated={paper.id for paper in shown if last and last >= _begun(paper)},
        working=any(state in WORKING for state in states.values()),
        older=shown[-1].id if len(found) > queries.SHOWN else None,
        before=before,
        kinds=NAMES,
        words=words,
    )


@blueprint.route(f"/<any({', '.join(ADDRESSES)}):kind>/", methods=["GET", "POST"])
@allow(makes_papers)
def order(charter: Charter, kind: str) -> ResponseReturnValue:
    """Choose what a paper is about; the worker makes it."""
    wanted = ADDRESSES[kind]
    form, status = PaperForm.for_kind(charter.id, wanted), OK
    naming = "names" in form or wanted is Kind.LETTERS
    asked = prove_first() if naming else None
    if asked is not None:
        return asked
    if request.method == "POST":
        ordered, status = carry_out(form, lambda: _order(charter, wanted, form))
        if ordered is not None:
            notice(_("Das Papier wird jetzt im Hintergrund erstellt."))
            return redirect(url_for("papers.index"), code=303)
    page = render_template(
        "papers/order.html",
        form=form,
        kind=wanted,
        name=words.KINDS[wanted],
        lead=words.LEADS[wanted],
        possible=_possible(form),
        placeholders={**OF_LETTER, **OF_CONTRIBUTION},
        marks=(BEGIN, END),
    )
    return page, status


def _possible(form: PaperForm) -> bool:
    """Whether there is a round, and a release, to make it of."""
    asked = [form[name] for name in ("round", "new") if name in form]
    return all(one.choices for one in asked)


def _order(charter: Charter, kind: Kind, form: PaperForm) -> Paper:
    chosen = _Chosen(charter, form)
    return services.order_paper(
        current_actor(),
        now(),
        charter,
        kind=kind,
        file_format=Format(form.format.data),
        language=chosen_language(),
        named="names" in form and form.names.data == "ja",
        found=chosen.round(),
        old=chosen.release("old"),
        new=chosen.release("new"),
        template=_template(form),
    )


@dataclass(frozen=True)
class _Chosen:
    """The rows behind the numbers of a form."""

    charter: Charter
    form: PaperForm

    def round(self) -> Round | None:
        number = self.form["round"].data if "round" in self.form else None
        found = queries.rounds(self.charter.id) if number is not None else ()
        return next((one for one in found if one.number == number), None)

    def release(self, name: str) -> Release | None:
        number = self.form[name].data if name in self.form else None
        found = queries.releases(self.charter.id) if number is not None else ()
        return next((one for one in found if one.number == number), None)


def _template(form: PaperForm) -> bytes | None:
    """The uploaded template, looked at before it is kept: its mistakes are told at once."""
    if "template" not in form or not form.template.data:
        return None
    content: bytes = form.template.data.read(MOST_BYTES + 1)
    found = template.read(content)
    if found.edges_vary and form.format.data == Format.DOCX:
        raise Invalid(
            _("Kopf- oder Fußzeile der Vorlage nennen die Person. Bitte wählen Sie dafür ZIP."),
            "template",
        )
    return content


@blueprint.get("/<int(max=2147483647):number>/datei/")
@allow(makes_papers)
def fetch(charter: Charter, number: int) -> ResponseReturnValue:
    """The file, to be saved; nothing of it is shown in the browser."""
    paper = queries.paper(charter.id, number)
    file = background.folder() / paper.file
    if paper.state(now()) is not State.READY or not file.is_file():
        raise NotFound
    if withheld_since(charter.id, _begun(paper)):
        raise Conflict(
            _(
                "Seit dieses Papier entstand, wurde ein Beitrag ausgeblendet oder geschwärzt. "
                "Bitte bestellen Sie es neu."
            )
        )
    asked = prove_first() if paper.named else None
    if asked is not None:
        return asked
    response = send_file(
        file,
        mimetype=TYPES[Format(paper.format)],
        as_attachment=True,
        download_name=_file_name(charter, paper),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _begun(paper: Paper) -> datetime:
    """What was withheld from then on may still be in it."""
    return paper.started_at or paper.ordered_at


def _file_name(charter: Charter, paper: Paper) -> str:
    day = (paper.finished_at or paper.ordered_at).astimezone(BERLIN).date()
    with force_locale(LOCALES[paper.language]):
        about = words.round_name(paper.round).split(":")[0] if paper.round else ""
        if paper.new_release is not None:
            ends = [one for one in (paper.old_release, paper.new_release) if one is not None]
            about = "-".join(filter(None, (about, *map(words.release_name, ends))))
        head = Head(
            title="",
            charter=charter.name,
            city=charter.city,
            round="",
            day=day,
            anonymous=not paper.named,
            language=paper.language,
        )
        return words.file_name(Kind(paper.kind), Format(paper.format), head, about)


@blueprint.get("/antwortschreiben/muster/")
@allow(makes_papers)
def example(charter: Charter) -> Response:  # noqa: ARG001 - one template for all
    """The letter that Charta brings, to be adapted in Word."""
    name = _("Vorlage-Antwortschreiben")
    return send_file(
        io.BytesIO(default_template()),
        mimetype=TYPES[Format.DOCX],
        as_attachment=True,
        download_name=f"{name}.docx",
    )
