"""What waits to be read, guests' addresses and senders of letters, as what the site holds about a
person."""

from __future__ import annotations

from collections.abc import Iterator

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from charta.accounts.belongings import Fate, Holder, Leaving, Section, goes, stays
from charta.accounts.models import Person
from charta.accounts.names import ERASED
from charta.consultation.belongings import said_in_open_rounds, stub
from charta.consultation.models import Comment
from charta.core.database import db
from charta.intake.models import HeldAccount, HeldComment, Intake, IntakeImport
from charta.receipts import queries as receipts_found
from charta.receipts import services as receipts
from charta.text.markdown import render_comment

OF_RECORD = "die Eingabe bleibt Teil des Verfahrens; der Name gehört zu einer Person ohne Konto"
OF_THE_CITY = "wer für die Stadt gehandelt hat, bleibt als Nummer nachvollziehbar"


def forget(leaving: Leaving) -> None:
    """What is not public goes with its receipt; of what is public the name and the address.
    Letters that came from the address lose their sender: their words are the city's file."""
    held = db.session.scalars(select(HeldComment).where(_is_of(leaving.person_id, leaving.email)))
    taken_back = set(db.session.scalars(said_in_open_rounds(leaving))) if leaving.texts else set()
    for one in held.all():
        if one.comment_id is None:
            receipts.withdraw(one)
            db.session.delete(one)
            continue
        one.name, one.email, one.token_hash = ERASED, None, None
        if one.comment_id in taken_back:
            one.source, one.wording = stub(leaving.at), None
            one.html = render_comment(one.source).html
    db.session.flush()
    db.session.execute(delete(HeldAccount).where(HeldAccount.person_id == leaving.person_id))
    db.session.execute(delete(IntakeImport).where(IntakeImport.created_by_id == leaving.person_id))
    if leaving.email is not None:
        _forget_letters(leaving.email)


def _is_of(person_id: int, email: str | None) -> ColumnElement[bool]:
    """What came from the account or the address, or has become a comment of the person."""
    account = select(HeldAccount.held_id).where(HeldAccount.person_id == person_id)
    said = select(Comment.id).where(Comment.author_id == person_id)
    found = or_(HeldComment.id.in_(account), HeldComment.comment_id.in_(said))
    return found if email is None else or_(found, HeldComment.email == email)


def _forget_letters(email: str) -> None:
    came = func.lower(Intake.sender_email) == email
    voices = select(Intake.author_id).where(came)
    other = aliased(Intake)
    shared = select(other.author_id).where(func.lower(other.sender_email) != email)
    db.session.execute(
        update(Person)
        .where(
            Person.id.in_(voices),
            Person.id.not_in(shared),
            Person.email.is_(None),
            Person.password_hash.is_(None),
        )
        .values(name=ERASED)
        .execution_options(synchronize_session=False)
    )
    db.session.execute(
        update(Intake).where(came).values(sender_name="", sender_address="", sender_email="")
    )


def tell(person_id: int) -> Iterator[Section]:
    """What one has sent that was or is read first, and letters under one's address. Four
    queries."""
    email = db.session.scalar(select(Person.email).where(Person.id == person_id))
    held = db.session.scalars(
        select(HeldComment).where(_is_of(person_id, email)).order_by(HeldComment.id)
    ).all()
    codes = receipts_found.codes("held_comments", [one.id for one in held]) if held else {}
    yield Section(
        "held",
        _("Gelesen, bevor es öffentlich wird"),
        [
            ("at", _("Gesendet")),
            ("name", _("Name")),
            ("email", _("E-Mail-Adresse")),
            ("text", _("Text")),
            ("suggestion", _("Vorschlag")),
            ("refusal", _("Abgelehnt, weil")),
            ("receipt", _("Beleg")),
        ],
        [
            (one.sent_at, one.name, one.email, one.source, one.wording, one.refusal or None, code)
            for one in held
            for code in [codes.get(one.id)]
        ],
    )
    letters = () if email is None else _letters(email)
    yield Section(
        "letters",
        _("Briefe, E-Mails und Anrufe unter Ihrer Adresse"),
        [
            ("key", _("Kennung")),
            ("received", _("Eingegangen")),
            ("name", _("Name")),
            ("address", _("Anschrift")),
            ("email", _("E-Mail-Adresse")),
            ("title", _("Betreff")),
            ("text", _("Text")),
        ],
        [
            (
                one.key,
                one.received_on,
                one.sender_name,
                one.sender_address,
                one.sender_email,
                one.title,
                one.source,
            )
            for one in letters
        ],
    )


def _letters(email: str) -> list[Intake]:
    query = select(Intake).where(func.lower(Intake.sender_email) == email).order_by(Intake.id)
    return list(db.session.scalars(query))


HOLDER = Holder(
    (
        *goes(Fate.GONE, held_accounts=("person_id",), intake_imports=("created_by_id",)),
        *goes(
            Fate.EMPTIED,
            held_comments=("name", "email"),
            intakes=("sender_name", "sender_address", "sender_email"),
        ),
        *stays(OF_RECORD, intakes=("author_id",)),
        *stays(
            OF_THE_CITY,
            intakes=("entered_by_id", "finished_by_id"),
            held_comments=("refused_by_id",),
        ),
    ),
    forget=forget,
    tell=tell,
)
