"""The whole way of one contribution, from the table to the published sentence and its answer,
played with the real screens by everybody who has a part in it, with and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest
from flask import Flask
from sqlalchemy import select

from charta.core.database import db, transaction
from charta.core.mail import BULK
from charta.core.outbox import OutboxMessage, deliver_due
from charta.notifications.background import tell_people
from config import Settings
from tests.e2e.people import Somebody
from tests.support.browser import Browse
from tests.support.cast import PASSWORD, a_person

PEOPLE = {
    "admin": "Adele Verwaltung",
    "moderation": "Frieda Moderation",
    "redaktion": "Edda Redaktion",
    "bauamt": "Rolf Bauamt",
    "freigabe": "Anke Freigabe",
}
ROLES = {
    "moderation": ("Moderation", None),
    "redaktion": ("Redaktion", None),
    "bauamt": ("Fachprüfung", "Bauamt"),
    "freigabe": ("Freigabe", None),
}
IDEA = "Kinder sollen allein zur Schule gehen können."
FIRST = "Die Stadt plant Wege so, dass Kinder sie allein gehen können."
SECOND = "Die Stadt plant Wege so, dass Kinder sie allein gehen können, und berichtet jedes Jahr."
COMMENT = "Bitte schreiben Sie dazu, wann berichtet wird."
ANSWER = "Sie haben recht: jedes Jahr."


class Story:
    """The stage: the application, its clock, and browsers for people."""

    def __init__(self, app: Flask, browse: Browse, settings: Settings, javascript: bool) -> None:
        self.app, self.browse, self.settings = app, browse, settings
        self.javascript = javascript
        self.now = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
        app.extensions["charta.clock"] = lambda: self.now

    def anybody(self) -> Somebody:
        return Somebody(self.browse(javascript=self.javascript))

    def enter(self, key: str) -> Somebody:
        return self.anybody().sign_in(f"{key}@stralsund.example")

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def local(self, moment: datetime) -> str:
        return (moment + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M:%S")

    def work(self) -> None:
        """Let the worker do what waits for it."""
        with self.app.app_context():
            deliver_due(self.now)

    def told(self, address: str) -> list[str]:
        """What the worker tells somebody in its minute, as it waits to be sent."""
        with self.app.app_context():
            tell_people(self.now)
            waiting = db.session.scalars(
                select(OutboxMessage).where(OutboxMessage.kind == BULK)
            ).all()
            return [one.payload["body"] for one in waiting if one.payload["to"] == address]

    def newest_mail(self) -> str:
        self.work()
        newest = max(self.settings.mail_folder.glob("*.eml"))
        text: str = message_from_bytes(newest.read_bytes(), policy=policy.default).get_content()
        return text


@pytest.fixture(params=[True, False], ids=["scripts", "no scripts"])
def story(request: pytest.FixtureRequest, app: Flask, browse: Browse, settings: Settings) -> Story:
    story = Story(app, browse, settings, request.param)
    with app.app_context(), transaction():
        for key, name in PEOPLE.items():
            a_person(f"{key}@stralsund.example", name)
    result = app.test_cli_runner().invoke(
        args=[
            *("charters", "create", "stralsund", "--name", "Smart City Charta"),
            *("--city", "Hansestadt Stralsund", "--admin", "admin@stralsund.example"),
        ]
    )
    assert result.exit_code == 0, result.output
    return story


def test_from_an_idea_to_the_published_sentence(story: Story) -> None:
    acts: list[Callable[[Story], None]] = [
        set_up,
        collect,
        draft,
        judge,
        announce,
        sign_up_and_comment,
        answer,
        keep_the_gate,
        decide,
        read,
    ]
    for act in acts:
        act(story)
        story.later(hours=1)


def set_up(story: Story) -> None:
    admin = story.enter("admin").go("/stralsund/schreibtisch/einstellungen/handlungsfelder/")
    admin.fill("Name", "Nachhaltige Mobilität").fill("Kürzel", "MOB").press("Hinzufügen")
    admin.go("/stralsund/schreibtisch/einstellungen/fachaemter/")
    admin.fill("Name", "Bauamt").press("Hinzufügen").sees("Bauamt")
    for key, (role, department) in ROLES.items():
        admin.go("/stralsund/schreibtisch/einstellungen/rollen/")
        admin.fill("E-Mail-Adresse", f"{key}@stralsund.example").choose("Rolle", role)
        if department:
            admin.choose("Fachamt", department)
        admin.press("Einladung senden").sees(f"{key}@stralsund.example")
        link = re.search(r"https?://[^/]+(/konto/einladung/\S+)", story.newest_mail())
        assert link is not None
        story.enter(key).go(link.group(1)).press("Rolle annehmen").sees("Schreibtisch")
    admin.go("/stralsund/schreibtisch/einstellungen/rollen/").sees(*PEOPLE.values())


def collect(story: Story) -> None:
    facilitator = story.enter("moderation").go("/stralsund/schreibtisch/veranstaltungen/neu/")
    facilitator.fill("Titel", "Regionalkonferenz").fill("Beginn", "2026-05-04T14:00")
    facilitator.fill("Ort", "Rathaus").fill("Veranstaltet von", "MakerPort")
    facilitator.press("Veranstaltung anlegen").follow("Tisch anlegen")
    facilitator.choose("Handlungsfeld", "Nachhaltige Mobilität").press("Tisch anlegen")
    facilitator.go("/stralsund/schreibtisch/veranstaltungen/1/tische/1/")
    for text in (IDEA, "Leihräder am Bahnhof."):
        facilitator.fill("Idee", text).choose("Gruppe", "Zivilgesellschaft")
        facilitator.press("Idee speichern").sees(text)
    story.anybody().go("/stralsund/veranstaltungen/").does_not_see("Regionalkonferenz")
    facilitator.go("/stralsund/schreibtisch/veranstaltungen/1/oeffnen/")
    facilitator.press("Jetzt für alle öffnen")
    story.anybody().go("/stralsund/veranstaltungen/1/").sees(IDEA, "Leihräder am Bahnhof.")


def draft(story: Story) -> None:
    editor = story.enter("redaktion").go("/stralsund/schreibtisch/entwurf/neuer-abschnitt/")
    editor.choose("Handlungsfeld", "Nachhaltige Mobilität").fill("Titel", "Mobilität")
    editor.press("Abschnitt anlegen").go("/stralsund/schreibtisch/ideen/")
    editor.tick("Auswählen: I-1").press("In neue Klausel übernehmen")
    editor.fill("Titel der Klausel", "Sichere Wege").fill("Text der Klausel", FIRST)
    editor.fill("Begründung", "Vielfach gewünscht.").press("Klausel anlegen").sees(FIRST)
    editor.go("/stralsund/schreibtisch/umsetzbarkeit/MOB-1/").tick("Bauamt")
    editor.press("Zuständigkeit speichern")
    story.anybody().go("/stralsund/ideen/1/").does_not_see("Sichere Wege")


def judge(story: Story) -> None:
    reviewer = story.enter("bauamt").go("/stralsund/schreibtisch/umsetzbarkeit/MOB-1/")
    reviewer.choose("Urteil", "Umsetzbar").fill("Begründung", "Pläne liegen vor.")
    reviewer.press("Urteil speichern").sees("Pläne liegen vor.")
    approver = story.enter("freigabe").go("/stralsund/schreibtisch/umsetzbarkeit/MOB-1/")
    approver.press("Urteil freigeben")


def announce(story: Story) -> None:
    editor = story.enter("redaktion")
    prepare(editor, "Konsultationsfassung: ein Entwurf für eine Beteiligung", "Entwurf 1")
    story.anybody().go("/stralsund/fassungen/").does_not_see("Entwurf 1")
    editor.go("/stralsund/schreibtisch/beteiligung/neu/")
    editor.fill("Titel der Beteiligung", "Beteiligung 2026").fill("Einleitung", "Machen Sie mit.")
    editor.fill("Stellungnahmen ab", story.local(story.now + timedelta(minutes=30)))
    editor.fill("Stellungnahmen bis", story.local(story.now + timedelta(days=20)))
    editor.press("Beteiligung ankündigen")
    reader = story.anybody().go("/stralsund/beteiligung/1/MOB-1/")
    reader.sees(FIRST, "Pläne liegen vor.", "geöffnet ab")


def prepare(editor: Somebody, kind: str, title: str) -> None:
    editor.go("/stralsund/schreibtisch/fassungen/neu/")
    editor.choose("Was für eine Fassung soll es werden?", kind).fill("Titel", title)
    editor.press(r"Als Fassung \d+ festhalten").sees(title)


def sign_up_and_comment(story: Story) -> None:
    citizen = story.anybody().go("/konto/anlegen/")
    citizen.fill("Name", "Carla C.").fill("E-Mail-Adresse", "carla@stralsund.example")
    citizen.fill("Passwort", PASSWORD)
    story.later(seconds=30)  # nobody fills a form in at once
    citizen.press("Konto anlegen")
    link = re.search(r"http://\S+/konto/bestaetigen/\S+", story.newest_mail())
    assert link
    citizen.go(link.group()).press("Adresse bestätigen")
    citizen.sign_in("carla@stralsund.example").go("/stralsund/beteiligung/1/MOB-1/")
    citizen.fill("Ihre Stellungnahme", COMMENT).press("Stellungnahme abgeben")
    if not story.javascript:  # and so no proof of work: somebody reads it first
        citizen.go("/stralsund/meine-stellungnahmen/").sees(COMMENT, "Wird gelesen")
        moderator = story.enter("moderation").go("/stralsund/schreibtisch/eingaben/gaeste/")
        moderator.follow("Carla C.").press("Veröffentlichen").sees("jetzt öffentlich")
    citizen.go("/stralsund/meine-stellungnahmen/").sees(COMMENT)
    story.anybody().go("/stralsund/beteiligung/1/MOB-1/").sees(COMMENT, "Carla C.")


def answer(story: Story) -> None:
    story.later(days=21)
    story.anybody().go("/stralsund/beteiligung/1/MOB-1/").sees("beendet am", COMMENT)
    editor = story.enter("redaktion").go("/stralsund/schreibtisch/entwurf/MOB-1/bearbeiten/")
    editor.fill("Text", SECOND).fill("Was haben Sie geändert und warum?", "Bericht ergänzt.")
    editor.press("Als neue Version speichern").go("/stralsund/schreibtisch/stellungnahmen/1/")
    editor.choose("Was wird daraus?", "übernommen").fill("Begründung", ANSWER)
    editor.page.get_by_label(re.compile("Führte zu dieser Version")).select_option(index=1)
    editor.press("Zur Freigabe geben")
    story.anybody().go("/stralsund/stellungnahmen/1/").does_not_see(ANSWER)
    approver = story.enter("freigabe").go("/stralsund/schreibtisch/abwaegung/1/freigeben/")
    approver.sees(ANSWER).tick("Auswählen: S-1").press("Ausgewählte freigeben")
    reader = story.anybody().go("/stralsund/stellungnahmen/1/")
    reader.sees(ANSWER, "übernommen").does_not_see(SECOND)
    author = story.enter("carla").go("/stralsund/meine-stellungnahmen/").follow("Beleg für S-1")
    author.sees(COMMENT, ANSWER, "Beantwortet").does_not_see(SECOND)
    assert any(ANSWER in text for text in story.told("carla@stralsund.example"))


def keep_the_gate(story: Story) -> None:
    """An edition waits as long as something is unanswered: an idea still is."""
    editor = story.enter("redaktion")
    prepare(editor, "Beschlussfassung: der Text, den die Bürgerschaft beschlossen hat", "Charta")
    approver = story.enter("freigabe").go("/stralsund/schreibtisch/fassungen/2/")
    approver.sees("wird noch in diese Fassung übertragen")
    story.work()
    approver.go("/stralsund/schreibtisch/fassungen/2/").does_not_see("wird noch in diese Fassung")
    approver.sees("Ein Beitrag hat noch keine veröffentlichte Antwort.")
    approver.fill("Tag des Beschlusses", "2026-05-25")
    approver.fill("Nummer des Beschlusses", "2026-VII-1").press("Fassung 2 veröffentlichen")
    approver.sees("Ein Beitrag hat noch keine veröffentlichte Antwort.")
    story.anybody().go("/stralsund/charta/").does_not_see(SECOND)
    editor.go("/stralsund/schreibtisch/ideen/").tick("Auswählen: I-2").press("Zurückstellen")
    editor.fill("Öffentliche Begründung", "Das gibt es schon.").press("Zurückstellen")


def decide(story: Story) -> None:
    approver = story.enter("freigabe").go("/stralsund/schreibtisch/fassungen/2/")
    approver.does_not_see("noch keine veröffentlichte Antwort")
    approver.fill("Tag des Beschlusses", "2026-05-25")
    approver.fill("Nummer des Beschlusses", "2026-VII-1").press("Fassung 2 veröffentlichen")


def read(story: Story) -> None:
    reader = story.anybody().go("/stralsund/charta/")
    reader.sees("Sichere Wege", SECOND, "2026-VII-1").follow("MOB-1")
    reader.sees(SECOND, "Pläne liegen vor.", IDEA, "Vielfach gewünscht.", COMMENT, ANSWER)
    reader.go("/stralsund/ideen/1/").sees("Sichere Wege", "Vielfach gewünscht.")
    reader.go("/stralsund/fassungen/1...2/").sees("und berichtet jedes Jahr")
    result = story.app.test_cli_runner().invoke(args=["journal", "verify"])
    assert result.exit_code == 0, result.output
