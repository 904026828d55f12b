"""Somebody unmistakable does everything one can do here, is erased, and is found nowhere: in no
table, file, log, export or queue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from charta.accounts import services, sessions, throttling
from charta.accounts.models import (
    Authenticator,
    Identity,
    Passkey,
    Person,
    RecoveryCode,
)
from charta.accounts.services.links import new_link
from charta.backup.writing import create
from charta.charters.models import Charter
from charta.charters.services import invitations
from charta.consultation.models import Comment, Round
from charta.consultation.services import reopen
from charta.core import mail, outbox
from charta.core.actors import Actor, Role
from charta.core.database import Base, db, transaction
from charta.core.jobs import carry_out_periodic, make_queue
from charta.intake.models import HeldAccount, HeldComment, IntakeImport
from charta.journal.verification import verifiers
from charta.moderation.models import Block, Case, Measure, Objection, Report, Withheld
from charta.notifications.models import Addressee, Notice, Watch, Wish
from charta.notifications.models import Event as Told
from charta.papers.rules import Format, Kind
from charta.papers.services import order_paper
from charta.releases.models import Reading
from charta.weighing.models import GroupProposal, Handling
from config import Settings
from tests.support.accounts import mails
from tests.support.cast import Cast, a_person
from tests.support.consultation import DURING, a_comment, a_round, an_answer
from tests.support.drafting import a_clause
from tests.support.intake import a_held, allow_guests, an_excerpt, an_intake

NAME, ADDRESS, NEW_ADDRESS = "Xaveria Kanarius", "xaveria@kanarius.example", "neu@kanarius.example"
BROWSER, KEY, SUBJECT = "Kanarienbrowser", "Kanarienschlüssel", "kanarius-subject"
SAID, OTHER_WORDS, WAITING = "Kanariengelber Radweg", "kanariengelbe Wege", "Kanariengrau"
NEEDLES = ("kanari",)
"""All of it has these letters, and nothing else in the tests has."""


@pytest.fixture
def canary(app: Flask, city: Cast) -> Actor:
    app.extensions["charta.clock"] = lambda: DURING
    with app.app_context(), transaction():
        person = a_person(ADDRESS, NAME)
        return Actor(person.id, person.name)


def live(app: Flask, city: Cast, canary: Actor) -> None:
    """All that leaves something behind."""
    settings: Settings = app.extensions["charta.settings"]
    with app.test_request_context():
        clause = a_clause(city, source="Der Radweg am Hafen wird breiter.")
        found = a_round(city)
        allow_guests(city, "confirmed")
        comment = a_comment(
            city, found, clause, author=canary, source=SAID, passage="Radweg", wording=OTHER_WORDS
        )
        a_comment(city, found, clause, author=canary, source=f"{SAID}, ja", parent=comment)
        answered = a_comment(city, found, clause, author=canary, source=f"{SAID} zwei")
        an_answer(city, answered)
        with transaction():
            reopen(canary, DURING, db.session.merge(answered), source="Meine ist anders.")
        waiting = a_held(found, clause, source=WAITING, name=NAME, email=ADDRESS)
        passed = a_held(found, clause, source=f"{SAID} drei", name=NAME, email=ADDRESS)
        letter = an_intake(
            city,
            found,
            sender_name=NAME,
            sender_address=f"{NAME}, Kanarienweg 1",
            sender_email=ADDRESS.title(),
            public_name=NAME,
        )
        an_excerpt(city, letter, clause, "Bitte bauen Sie ihn bald.")
        charter = db.session.get_one(Charter, city.charter_id)
        with transaction() as session:
            invitations.invite(
                city.admin, DURING, settings, charter, email=ADDRESS, role=Role.EDITOR
            )
            order_paper(
                city.editor,
                DURING,
                charter,
                kind=Kind.WEIGHING,
                file_format=Format.CSV,
                language="de",
                named=True,
                found=found,
            )
            _account_rows(canary, settings)
            _rows_of_features(city, canary, comment, session.get_one(HeldComment, passed.id))
            session.add(HeldAccount(held_id=waiting.id, person_id=canary.person_id, reason="first"))
    folder = settings.mail_folder
    outbox_runs(app)
    assert any(ADDRESS in file.read_text() for file in folder.glob("*.eml"))


def _account_rows(canary: Actor, settings: Settings) -> None:
    number = canary.person_id
    assert number is not None
    person = db.session.get_one(Person, number)
    sessions.open_session(person, DURING, settings, BROWSER)
    new_link(DURING, person, "move", NEW_ADDRESS)
    throttling.begin(DURING, "password", throttling.origin(settings, email=ADDRESS, address="::1"))
    db.session.add_all(
        [
            Authenticator(person_id=number, secret="kanariengeheim", created_at=DURING),
            RecoveryCode(person_id=number, code_hash="kanarienhash"),
            Passkey(
                person_id=number,
                credential="kanarien",
                public_key=b"kanarien",
                sign_count=1,
                name=KEY,
                created_at=DURING,
            ),
            Identity(
                person_id=number,
                issuer="https://login.example",
                subject=SUBJECT,
                created_at=DURING,
                last_used_at=DURING,
            ),
        ]
    )


def _rows_of_features(city: Cast, canary: Actor, comment: Comment, passed: HeldComment) -> None:
    number, add = canary.person_id, db.session.add_all
    passed.comment_id, passed.token_hash = comment.id, None
    case = Case(charter_id=city.charter_id, number=1, comment_id=comment.id, opened_at=DURING)
    told = Told(kind="opened", subject_id=99, charter_id=city.charter_id, due_at=DURING)
    add([case, told])
    db.session.flush()
    measure = Measure(
        case_id=case.id,
        kind="hidden",
        basis="rules",
        provision="Nr. 1",
        facts="So nicht.",
        public="So nicht.",
        decided_by_id=city.editor.person_id,
        decided_at=DURING,
    )
    add([measure])
    db.session.flush()
    later = DURING + timedelta(days=90)
    place = {"charter_id": city.charter_id, "person_id": number}
    add(
        [
            Report(
                case_id=case.id,
                digest="d",
                submission="s",
                ground="law",
                source="Das ist verboten.",
                name=NAME,
                email=ADDRESS.title(),
                person_id=number,
                language="de",
                created_at=DURING,
            ),
            Withheld(measure_id=measure.id, source=SAID, html=SAID, delete_at=later),
            Objection(
                measure_id=measure.id,
                source="Doch.",
                person_id=number,
                created_at=DURING,
                answer="",
            ),
            Block(measure_id=measure.id, since=DURING, **place),
            Addressee(person_id=number, token="kanarientoken", language="de"),
            Wish(person_id=number, topic="rounds", frequency="daily"),
            Watch(**place),
            Notice(person_id=number, event_id=told.id, topic="rounds", due_at=later),
            Reading(
                release_id=db.session.get_one(Round, comment.round_id).release_id,
                read_at=DURING,
                **place,
            ),
            Handling(comment_id=comment.id, assignee_id=number),
            GroupProposal(
                round_id=comment.round_id,
                comment_ids=[comment.id],
                words=["kanariengelb"],
                similarity=0.5,
                proposed_at=DURING,
            ),
            IntakeImport(
                round_id=comment.round_id,
                created_by_id=number,
                created_at=DURING,
                file_name="kanarien.csv",
                sheet={"rows": [[NAME]]},
            ),
        ]
    )
    mail.send(ADDRESS, f"Hallo {NAME}", "Später.", bulk=True)


def outbox_runs(app: Flask) -> None:
    """The worker's turns until nothing is left to do."""
    with app.app_context():
        carry_out_periodic(app)
        while outbox.deliver_due(DURING):
            pass


def traces(app: Flask) -> Iterator[str]:
    """Every place in all tables where one of the needles is, however it is spelled."""
    with app.app_context():
        for name, table in Base.metadata.tables.items():
            for row in db.session.execute(select(table)).mappings():
                for column, value in row.items():
                    words = value.decode("latin-1") if isinstance(value, bytes) else str(value)
                    if any(needle in words.lower() for needle in NEEDLES):
                        yield f"{name}.{column} of {row['id']}: {words[:80]}"
        db.session.rollback()


def in_files(*folders: Path) -> list[str]:
    """Every file, archives opened, in which one of the needles is."""
    found = []
    for folder in folders:
        for file in folder.rglob("*") if folder.is_dir() else [folder]:
            parts = [file.read_bytes()] if file.is_file() else []
            if file.suffix in {".zip", ".docx", ".xlsx"}:
                with ZipFile(file) as archive:
                    parts += [archive.read(name) for name in archive.namelist()]
            if any(needle.encode() in part.lower() for part in parts for needle in NEEDLES):
                found.append(file.name)
    return found


def test_who_is_erased_is_found_nowhere(
    app: Flask, city: Cast, canary: Actor, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings: Settings = app.extensions["charta.settings"]
    live(app, city, canary)
    assert len(list(traces(app))) > 20
    assert in_files(settings.paper_folder)
    with app.app_context(), transaction() as session:
        person = session.get_one(Person, canary.person_id)
        services.erase(canary, DURING, person, texts=True)
    assert [one["to"] for one in mails(app)] == [ADDRESS], "the farewell, and nothing else"
    outbox_runs(app)
    (farewell,) = settings.mail_folder.glob("*.eml")
    assert "gelöscht" in farewell.read_text().replace("=C3=B6", "ö") or "base64" in (
        farewell.read_text()
    )
    farewell.unlink()  # where there is a mail server it has left the house

    assert list(traces(app)) == []
    assert in_files(settings.paper_folder, settings.mail_folder, settings.erasure_list) == []
    with app.app_context():
        create(tmp_path / "danach.zip", DURING, settings.secret_key)
        assert [list(one.find()) for one in verifiers()] == [[]] * len(verifiers())
    assert in_files(tmp_path / "danach.zip") == []
    make_queue(settings)
    assert in_files(Path(settings.jobs_url.removeprefix("sqlite:///"))) == []
    assert not any(needle in part.lower() for part in capfd.readouterr() for needle in NEEDLES)
