"""Whatever staff do in whatever order, the public sees what has been released and nothing else.

A Hypothesis state machine drafts, takes up ideas, judges, releases, consults, takes words out of
sight and brings them back, and lets time pass. Every text it writes carries a word of its own.
After each step all public pages are read, in turns by nobody and by a signed-in citizen, and none
may contain a word that is not public by the model below, which knows nothing of the code's
queries; the newest public release must contain all of its own words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import select

from charta.accounts.models import Person
from charta.charters.models import Charter, Department, Theme
from charta.consultation import queries as consultation_queries
from charta.consultation import services as consultation
from charta.consultation.holding import Held
from charta.consultation.models import Comment, Placement, Response, Round, Suggestion
from charta.consultation.queries import placements as placement_queries
from charta.consultation.services.carrying import carry_all
from charta.core import mail, outbox
from charta.core.actors import ANYBODY
from charta.core.database import db, transaction
from charta.core.errors import CharterError
from charta.core.outbox import OutboxMessage
from charta.drafting import queries as drafting_queries
from charta.drafting import services as drafting
from charta.drafting.models import Document
from charta.feasibility import queries as feasibility_queries
from charta.feasibility import services as feasibility
from charta.intake import services as intake
from charta.intake.models import HeldComment
from charta.intake.queries import held_by_id
from charta.moderation import queries as cases
from charta.moderation import services as moderation
from charta.moderation.models import Case, Measure
from charta.moderation.rules import Decision, Kind
from charta.notifications.background import tell_people
from charta.notifications.rules import Frequency, Topic
from charta.notifications.services import choose
from charta.releases import services as releases
from charta.releases.models import Release
from charta.workshops import services as workshops
from charta.workshops.models import Idea, Workshop
from config import Settings
from tests.support.applications import Applications, forget
from tests.support.cast import a_city, sign_in
from tests.support.complete import cannot_run
from tests.support.engines import Databases
from tests.support.postgresql import NoPostgreSQL

STEPS, EXAMPLES = 12, 5
START = datetime.fromisoformat("2026-05-04T08:00:00+00:00")

THEN = st.sampled_from([None, 0, 60])
"""After how many minutes a release opens that has been fixed; None: somebody may open it later."""

PASSAGES = st.sampled_from([None, (0, 5), (0, len("Wortlaut kanarie0001x"))])
"""What comments are on: the whole text, its first letters, or its secret as well."""

WORD = re.compile(r"kanarie\d{4}x")
OWN = "meine-stellungnahmen/"

NEVER = datetime.max.replace(tzinfo=START.tzinfo)
Row = TypeVar("Row")


@dataclass
class Fixed:
    """A release of the model: when it was fixed, from when it is public, which words it holds."""

    fixed_at: datetime
    words: dict[int, str]
    """By document, the word of the revision it shows."""
    opens_at: datetime = NEVER
    edition: bool = False


@dataclass
class Taken:
    """What a measure keeps out of sight, also what another one had taken before."""

    case_id: int
    words: set[str]


@dataclass
class Model:
    """What the public may read, told from the steps alone."""

    now: datetime = START
    newest: dict[int, str] = field(default_factory=dict)
    withdrawn: set[int] = field(default_factory=set)
    parent: dict[int, int] = field(default_factory=dict)
    releases: dict[int, Fixed] = field(default_factory=dict)
    workshop_open: bool = False
    rules: dict[str, Callable[[], bool]] = field(default_factory=dict)
    """For each word whether the public may read it now."""
    told: set[str] = field(default_factory=set)
    """Words that the citizen alone reads, as the author of what was decided about."""
    reasons: dict[str, str | None] = field(default_factory=dict)
    """Words that one person is told by mail, with the address."""
    taken: dict[int, Taken] = field(default_factory=dict)
    """The measures that keep words out of sight."""

    @property
    def withheld(self) -> set[str]:
        """Words that some decision keeps out of sight."""
        return {word for one in self.taken.values() for word in one.words}

    def in_case(self, case_id: int) -> dict[int, Taken]:
        """The measures about one contribution, oldest first."""
        return {number: one for number, one in sorted(self.taken.items()) if one.case_id == case_id}

    def opened(self) -> list[Fixed]:
        return [one for one in self.releases.values() if one.opens_at <= self.now]

    def is_open(self, release: int) -> bool:
        return self.releases[release].opens_at <= self.now

    def shows(self, word: str) -> bool:
        return any(word in one.words.values() for one in self.opened())

    def shows_document(self, document: int, fixed_after: datetime) -> bool:
        return any(document in one.words and one.fixed_at >= fixed_after for one in self.opened())

    def waits(self, *, edition: bool) -> bool:
        """Whether there is a fixed release of this kind that nobody has opened."""
        return any(
            one.opens_at == NEVER and one.edition is edition for one in self.releases.values()
        )

    def current(self) -> dict[int, str]:
        """What a release fixed now would hold: what stands, in sections that stand."""
        return {
            document: word
            for document, word in self.newest.items()
            if document not in self.withdrawn and self.parent.get(document) not in self.withdrawn
        }


class Process(RuleBasedStateMachine):
    """Staff at work; ``prepare`` is set by the test for its engine."""

    world: Callable[[], Any]

    def __init__(self) -> None:
        super().__init__()
        self.ending = ExitStack()
        self.app: Flask = self.ending.enter_context(type(self).world())
        self.model = Model()
        self.words = count(1)
        self.app.extensions["charta.clock"] = lambda: self.model.now
        with self.app.app_context():
            self.city = a_city()
            self.citizen = sign_in(self.app.test_client(), self.city.citizen)
            with transaction():
                self.workshop = self._workshop()
                intake.allow_guests(self.city.admin, START, self.city.charter_id, "moderated")
                self._ask_for_mails()

    def teardown(self) -> None:
        """What was announced opens in the end, and the mails about it are read as well."""
        with self.ending:
            for minutes in (5, 60, 45):
                self.model.now += timedelta(minutes=minutes)
                self.mails_tell_only_what_is_public()

    def word(self, allowed: Callable[[], bool]) -> str:
        """A new word, and when the public may read it."""
        word = f"kanarie{next(self.words):04d}x"
        self.model.rules[word] = lambda: word not in self.model.withheld and allowed()
        return word

    @contextmanager
    def step(self) -> Iterator[None]:
        """One step of staff in a transaction; what the rules of the house refuse is no step."""
        self.model.now += timedelta(minutes=1)
        with self.app.app_context():
            try:
                with transaction():
                    yield
            except CharterError:
                pass

    def _ask_for_mails(self) -> None:
        choose(
            self.city.citizen,
            wishes=dict.fromkeys(Topic, Frequency.AT_ONCE),
            language="de",
            watched=[self.city.charter_id],
        )

    def _workshop(self) -> int:
        charter = db.session.get_one(Charter, self.city.charter_id)
        public = self.word(lambda: self.model.workshop_open)
        made = workshops.create_workshop(
            self.city.facilitator,
            START,
            charter,
            title=f"Treffen {public}",
            starts_at=START,
            place=public,
            organiser=public,
            description=public,
        )
        return made.id

    def pick(self, model: type[Row], number: int, *where: Any) -> Row | None:
        """One of the rows there are, or none."""
        rows = db.session.scalars(select(model).where(*where)).all()
        return rows[number % len(rows)] if rows else None

    def pick_waiting(self, kind: str) -> Release | None:
        """The newest fixed release of a kind that nobody has opened yet."""
        waiting = [number for number, one in self.model.releases.items() if one.opens_at == NEVER]
        return db.session.scalars(
            select(Release)
            .where(Release.kind == kind, Release.id.in_(waiting))
            .order_by(Release.number.desc())
        ).first()

    @initialize(edition=st.booleans(), then=THEN, spoken=st.booleans())
    def begin(self, edition: bool, then: int | None, spoken: bool) -> None:
        """Every process begins with a first section, clause and idea, and a release of them; some
        with a round in which two things have been said."""
        self.write_section()
        self.write_clause(0)
        self.add_idea()
        if not spoken:
            self.fix(edition, then)
            return
        self.fix(edition=False, then=0)
        self.wait(5)
        for number in (0, 1):
            self.comment(0, number, None)

    def _wrote(self, document: Document, word: str) -> None:
        self.model.newest[document.id] = word
        if document.parent_id is not None:
            self.model.parent[document.id] = document.parent_id

    def _text(self) -> str:
        word: list[str] = []
        word.append(self.word(lambda: self.model.shows(word[0])))
        return word[0]

    @rule()
    def write_section(self) -> None:
        with self.step():
            word = self._text()
            section = drafting.create_section(
                self.city.editor,
                self.model.now,
                db.session.get_one(Charter, self.city.charter_id),
                theme=db.session.get_one(Theme, self.city.themes["MOB"]),
                title=f"Abschnitt {word}",
                source=f"Einleitung {word}",
                note=word,
            )
            self._wrote(section, word)

    @rule(which=st.integers(0, 9))
    def write_clause(self, which: int) -> None:
        with self.step():
            section = self.pick(Document, which, Document.kind == "section")
            if section is None:
                return
            word = self._text()
            clause = drafting.create_clause(
                self.city.editor,
                self.model.now,
                section,
                title=f"Klausel {word}",
                source=f"Wortlaut {word}",
                note=word,
            )
            self._wrote(clause, word)

    @rule(which=st.integers(0, 9))
    def revise(self, which: int) -> None:
        with self.step():
            document = self.pick(Document, which)
            if document is None:
                return
            word = self._text()
            base = drafting_queries.current_revision(document.id).number
            drafting.save_revision(
                self.city.editor,
                self.model.now,
                document,
                base_number=base,
                title=f"Titel {word}",
                source=f"Wortlaut {word}",
                note=f"Notiz {word}",
            )
            self._wrote(document, word)

    @rule(which=st.integers(0, 9))
    def withdraw(self, which: int) -> None:
        with self.step():
            document = self.pick(Document, which, Document.kind == "clause")
            if document is None:
                return
            reason = self.word(lambda: False)
            drafting.withdraw(self.city.editor, self.model.now, document, reason=reason)
            self.model.withdrawn.add(document.id)

    @rule()
    def add_idea(self) -> None:
        with self.step():
            workshops.add_idea(
                self.city.facilitator,
                self.model.now,
                db.session.get_one(Workshop, self.workshop),
                text=f"Idee {self.word(lambda: self.model.workshop_open)}",
                theme=db.session.get_one(Theme, self.city.themes["MOB"]),
            )

    @rule()
    def open_workshop(self) -> None:
        with self.step():
            workshop = db.session.get_one(Workshop, self.workshop)
            workshops.open_workshop(self.city.facilitator, self.model.now, workshop)
            self.model.workshop_open = True

    @rule(which=st.integers(0, 9), where=st.integers(0, 9))
    def promote(self, which: int, where: int) -> None:
        with self.step():
            idea = self.pick(Idea, which)
            section = self.pick(Document, where, Document.kind == "section")
            if idea is None or section is None:
                return
            word, now = self._text(), self.model.now
            made: list[int] = []
            reason = self.word(
                lambda: (
                    bool(made)
                    and self.model.workshop_open
                    and self.model.shows_document(made[0], now)
                )
            )
            clause = drafting.promote_to_new_clause(
                self.city.editor,
                now,
                [idea],
                section=section,
                title=f"Klausel {word}",
                source=f"Wortlaut {word}",
                reason=f"Weil {reason}",
            )
            made.append(clause.id)
            self._wrote(clause, word)

    @rule(which=st.integers(0, 9))
    def shelve(self, which: int) -> None:
        with self.step():
            idea = self.pick(Idea, which)
            if idea is not None:
                reason = self.word(lambda: self.model.workshop_open)
                drafting.shelve(self.city.editor, self.model.now, idea, reason=reason)

    @rule(which=st.integers(0, 9), release=st.booleans())
    def judge(self, which: int, release: bool) -> None:
        with self.step():
            clause = self.pick(Document, which, Document.kind == "clause")
            if clause is None:
                return
            department = db.session.get_one(Department, self.city.departments["Bauamt"])
            feasibility.request_review(self.city.editor, self.model.now, clause, [department])
            judged = self.model.newest[clause.id]
            seen: list[str] = [judged]
            released: list[bool] = []
            reason = self.word(lambda: bool(released) and self._shown_since(clause_id, seen[0]))
            clause_id = clause.id
            assessment = feasibility.assess(
                self.city.reviewer,
                self.model.now,
                clause,
                department=department,
                verdict="feasible",
                reason=f"Grund {reason}",
                base_number=drafting_queries.current_revision(clause.id).number,
            )
            if release:
                (waiting,) = [
                    one.assessment
                    for one in feasibility_queries.unreleased(self.city.charter_id, limit=99)
                    if one.assessment.id == assessment.id
                ]
                feasibility.release_verdict(self.city.approver, self.model.now, waiting)
                released.append(True)

    def _shown_since(self, document: int, word: str) -> bool:
        """Whether a public release shows the document in the wording of ``word`` or a later one:
        words are numbered in the order they were written."""
        return any(
            one.words[document] >= word for one in self.model.opened() if document in one.words
        )

    @rule(edition=st.booleans(), then=THEN)
    def fix(self, edition: bool, then: int | None) -> None:
        """Fix a release and, perhaps, open it at once or announce it for later."""
        with self.step():
            number: list[int] = []
            title = self.word(lambda: bool(number) and self.model.is_open(number[0]))
            words = self.model.current()
            made = releases.prepare(
                self.city.editor,
                self.model.now,
                db.session.get_one(Charter, self.city.charter_id),
                kind="edition" if edition else "consultation",
                title=f"Fassung {title}",
                note=f"Bemerkung {title}",
            )
            number.append(made.id)
            self.model.releases[made.id] = Fixed(self.model.now, words, edition=edition)
            carry_all(self.model.now, made)
        if then is not None and edition:
            self.publish()
        elif then is not None:
            self.announce(then)

    @precondition(lambda self: self.model.waits(edition=False))
    @rule(wait=st.sampled_from([0, 60]))
    def announce(self, wait: int) -> None:
        with self.step():
            release = self.pick_waiting("consultation")
            if release is None:
                return
            number: int = release.id
            moment = self.model.now + timedelta(minutes=wait)
            title = self.word(lambda: self.model.now >= START)
            introduction = self.word(lambda: self.model.is_open(number))
            consultation.announce_round(
                self.city.editor,
                self.model.now,
                release,
                title=f"Beteiligung {title}",
                introduction=introduction,
                readable_from=moment,
                opens_at=moment + timedelta(minutes=3),
                closes_at=moment + timedelta(minutes=90),
            )
            self.model.releases[number].opens_at = moment

    @precondition(lambda self: self.model.waits(edition=True))
    @rule()
    def publish(self) -> None:
        with self.step():
            release = self.pick_waiting("edition")
            if release is None:
                return
            releases.publish_edition(
                self.city.approver,
                self.model.now,
                release,
                decided_on=self.model.now.date(),
                decision_number="7",
            )
            self.model.releases[release.id].opens_at = self.model.now

    @rule(which=st.integers(0, 9), where=st.integers(0, 9), passage=PASSAGES)
    def comment(self, which: int, where: int, passage: tuple[int, int] | None) -> None:
        with self.step():
            found, document = self.pick(Round, which), self.pick(Document, where)
            if found is not None and document is not None:
                word, other = self.word(lambda: True), self.word(lambda: True)
                consultation.post_comment(
                    self.city.citizen,
                    self.model.now,
                    found,
                    document,
                    source=f"Meinung {word} und {other}",
                    submission=word,
                    passage=passage,
                    wording=f"Vorschlag {word}" if where % 2 else None,
                )

    @rule(which=st.integers(0, 9), where=st.integers(0, 9), let_pass=st.booleans())
    def guest(self, which: int, where: int, let_pass: bool) -> None:
        """Somebody without an account speaks; it is public once somebody has read it."""
        with self.step():
            found, document = self.pick(Round, which), self.pick(Document, where)
            if found is None or document is None:
                return
            passed: list[bool] = []
            word = self.word(lambda: bool(passed))
            held = intake.hold(
                self.model.now,
                found,
                document,
                consultation.Said(f"Meinung {word}"),
                submission=word,
                name=f"Gast {self.word(lambda: bool(passed))}",
                email=None,
                language="de",
            )
            self._read(held.id, None, passed, let_pass=let_pass, refuse=where % 2 == 1)

    @rule(which=st.integers(0, 9), where=st.integers(0, 9), let_pass=st.booleans())
    def newcomer(self, which: int, where: int, let_pass: bool) -> None:
        """Somebody says something with many links; it is public once somebody has read it."""
        with self.step():
            found, document = self.pick(Round, which), self.pick(Document, where)
            if found is None or document is None:
                return
            passed: list[bool] = []
            word = self.word(lambda: bool(passed))
            said = consultation.say(
                self.city.second_citizen,
                self.model.now,
                found,
                document,
                source=f"https://eins.example/{word} https://zwei.example",
                submission=word,
                wording=f"Vorschlag {word}" if where % 2 else None,
            )
            if not isinstance(said, Held):
                passed.append(True)
                return
            held = select(HeldComment.id).where(HeldComment.submission == word)
            number = db.session.scalars(held).one()
            author = self.city.second_citizen.person_id
            self._read(number, author, passed, let_pass=let_pass, refuse=where % 3 == 1)

    def _read(
        self, number: int, author: int | None, passed: list[bool], *, let_pass: bool, refuse: bool
    ) -> None:
        """Somebody reads what waits, or leaves it for later. Who is refused is told why."""
        held = held_by_id(self.city.charter_id, number)
        if let_pass:
            intake.let_pass(self.city.facilitator, self.model.now, held)
            passed.append(True)
        elif refuse:
            reason = self.word(lambda: False)
            intake.refuse(self.city.facilitator, self.model.now, held, reason=reason)
            if author is not None:
                self.model.reasons[reason] = self._address(author)

    @rule(which=st.integers(0, 9), where=st.integers(0, 9), whole=st.booleans())
    def letter(self, which: int, where: int, whole: bool) -> None:
        """A letter is entered: its words are public with what it becomes, its sender never is."""
        with self.step():
            found, document = self.pick(Round, which), self.pick(Document, where)
            if found is None or document is None:
                return
            word, sender = self.word(lambda: whole), self.word(lambda: False)
            entry = intake.Entry(
                channel="letter",
                received_on=self.model.now.date(),
                title=sender,
                source=f"Brief {word}",
                sender_name=sender,
                sender_address=sender,
                sender_email=f"{sender}@brief.example",
                file_name=sender,
            )
            intake.enter_intake(
                self.city.editor,
                self.model.now,
                found,
                entry,
                document=document if whole else None,
            )

    @rule(which=st.integers(0, 9), of_ideas=st.booleans())
    def hide(self, which: int, of_ideas: bool) -> None:
        self._take_out_of_sight(which, of_ideas=of_ideas, wholly=True)

    @rule(which=st.integers(0, 9), of_ideas=st.booleans())
    def redact(self, which: int, of_ideas: bool) -> None:
        self._take_out_of_sight(which, of_ideas=of_ideas, wholly=False)

    def _address(self, person_id: int) -> str | None:
        """Where somebody is written to."""
        return db.session.get_one(Person, person_id).email

    def _take_out_of_sight(self, which: int, *, of_ideas: bool, wholly: bool) -> None:
        """Somebody reports a contribution, and it is hidden or the first of its words redacted."""
        with self.step():
            comment = None if of_ideas else self.pick(Comment, which)
            subject: Comment | Idea | None = comment or self.pick(Idea, which)
            if subject is None:
                return
            text = subject.source if isinstance(subject, Comment) else subject.text
            suggested = select(Suggestion.wording).where(Suggestion.comment_id == subject.id)
            wording = db.session.scalar(suggested) if isinstance(subject, Comment) else None
            found = sorted({*WORD.findall(f"{text} {wording}")})
            if not found or "Ausgeblendet" in text:
                return
            words = set(found if wholly else found[:1])
            said, facts = self.word(lambda: False), self.word(lambda: False)
            public = self.word(lambda: not of_ideas or self.model.workshop_open)
            moderation.report(
                ANYBODY,
                self.model.now,
                subject,
                moderation.Filled("privacy", f"Meldung {said}", good_faith=True),
                submission=said,
                language="de",
            )
            kind = Kind.HIDDEN if wholly else Kind.REDACTED
            decision = Decision(
                (kind,),
                provision="Spielregeln",
                facts=facts,
                public=f"Satz {public}",
                text=text.replace(found[0], "[…]"),
                wording=wording.replace(found[0], "[…]") if wording is not None else None,
            )
            case = cases.case_about(*cases.ids_of(subject))
            assert case is not None
            actor = self.city.facilitator
            [measure] = moderation.decide(actor, self.model.now, case, decision, turn=case.turn)
            if wholly:
                words |= {
                    word for one in self.model.in_case(case.id).values() for word in one.words
                }
            self.model.taken[measure.id] = Taken(case.id, words)
            if case.comment is not None:
                self.model.reasons[facts] = self._address(case.comment.author_id)
            if case.comment is not None and case.comment.author_id == self.city.citizen.person_id:
                self.model.told |= {*words, facts}

    @precondition(lambda self: self.model.taken)
    @rule(which=st.integers(0, 9))
    def bring_back(self, which: int) -> None:
        """An author objects to such a decision and is right."""
        with self.step():
            found = self.pick(Measure, which, Measure.id.in_(list(self.model.taken)))
            if found is None:
                return
            measure, case = cases.measure_by_id(self.city.charter_id, found.id)
            authors = {one.person_id: one for one in (self.city.citizen, self.city.second_citizen)}
            authors_id = case.comment.author_id if case.comment is not None else 0
            author = authors.get(authors_id)
            if author is None:
                return
            said, answer = self.word(lambda: False), self.word(lambda: False)
            objection = moderation.object_to(author, self.model.now, measure, case, source=said)
            moderation.hear(
                self.city.editor,
                self.model.now,
                objection,
                measure,
                case,
                upheld=True,
                answer=f"Antwort {answer}",
            )
            self._came_back(measure.id, case)
            self.model.reasons[answer] = self._address(authors_id)
            if author is self.city.citizen:
                self.model.told.add(answer)

    @precondition(lambda self: self.model.taken)
    @rule(which=st.integers(0, 9))
    def undo(self, which: int) -> None:
        """A moderator undoes what was done last to a contribution, by mistake."""
        with self.step():
            found = self.pick(Measure, which, Measure.id.in_(list(self.model.taken)))
            if found is None:
                return
            _measure, case = cases.measure_by_id(self.city.charter_id, found.id)
            facts = self.word(lambda: False)
            mistake = Decision((Kind.RESTORED,), facts=facts)
            actor = self.city.facilitator
            moderation.decide(actor, self.model.now, case, mistake, turn=case.turn)
            self._came_back([*self.model.in_case(case.id)][-1], case)
            if case.comment is not None:
                self.model.reasons[facts] = self._address(case.comment.author_id)
                if case.comment.author_id == self.city.citizen.person_id:
                    self.model.told.add(facts)

    def _came_back(self, measure_id: int, case: Case) -> None:
        """What nothing else keeps out of sight must be there again."""
        back = self.model.taken.pop(measure_id).words - self.model.withheld
        assert back <= {*WORD.findall(case.words)}, "words that are still hidden"

    @rule(which=st.integers(0, 9))
    def settle(self, which: int) -> None:
        """Say of a comment that its words are gone from a release it was carried to."""
        with self.step():
            placement = self.pick(Placement, which, Placement.decided_by_id.is_(None))
            if placement is None:
                return
            number = db.session.get_one(Comment, placement.comment_id).number
            comment = placement_queries.travelling_comment(self.city.charter_id, number)
            assert comment is not None
            release: int = placement.release_id
            newest = placement_queries.history(release, comment.id)[0]
            reason = self.word(lambda: self.model.is_open(release))
            consultation.settle(
                self.city.editor,
                self.model.now,
                db.session.get_one(Release, release),
                comment,
                consultation.Settlement("removed", f"Grund {reason}"),
                based_on=newest.id,
            )

    @rule(which=st.integers(0, 9))
    def answer(self, which: int) -> None:
        with self.step():
            comment = self.pick(Comment, which)
            if comment is None:
                return
            loaded = consultation_queries.comments_by_numbers(
                self.city.charter_id, [comment.number]
            )
            newer = consultation_queries.newer_revisions(loaded)
            consultation.answer(
                self.city.approver,
                self.model.now,
                loaded,
                disposition="adopted",
                source=f"Antwort {self.word(lambda: True)}",
                revision=newer[0] if newer else None,
            )

    @rule(minutes=st.sampled_from([5, 45, 200]))
    def wait(self, minutes: int) -> None:
        """Let time pass; the worker carries comments that were made on an older release."""
        self.model.now += timedelta(minutes=minutes)
        with self.app.app_context():
            outbox.deliver_due(self.model.now)

    def _paths(self) -> list[str]:
        with self.app.app_context():
            keys = db.session.execute(select(Document.kind, Document.key)).all()
            rounds = db.session.scalars(select(Round.number)).all()
            comments = db.session.scalars(select(Comment.number)).all()
            answers = db.session.scalars(select(Response.id)).all()
            ideas = db.session.scalars(select(Idea.number)).all()
            db.session.rollback()
        newest = len(self.model.releases)
        paths = ["", "charta/", "fassungen/", "beteiligung/", "veranstaltungen/"]
        paths += ["veranstaltungen/1/", OWN]
        for kind, key in keys:
            place = "klauseln" if kind == "clause" else "abschnitte"
            paths += [
                f"{place}/{key}/",
                f"{place}/{key}/?stelle=0-5",
                f"{place}/{key}/?fassung={newest}",
            ]
            paths += [f"{place}/{key}/versionen/{one}...{one + 1}/" for one in (1, 2)]
            for one in rounds:
                there = f"beteiligung/{one}/{key}/"
                paths.append(f"{there}ohne-konto/")
                paths += [there, f"{there}stelle/?zitat=Wort", f"{there}stelle/?von=0&bis=20"]
                paths += [f"{there}?stelle=0-5", f"{there}vorschlag/"]
        paths += [f"fassungen/{one}/" for one in range(1, newest + 1)]
        paths += [f"fassungen/{one}...{newest}/" for one in range(1, newest)]
        paths += [f"beteiligung/{one}/" for one in rounds]
        paths += [f"stellungnahmen/{one}/" for one in comments]
        paths += [f"stellungnahmen/{one}/melden/" for one in comments]
        paths += [f"antworten/{one}/" for one in answers]
        paths += [f"ideen/{one}/" for one in ideas]
        return [f"/stralsund/{path}" for path in paths]

    @invariant()
    def nothing_leaks(self) -> None:
        hidden = [word for word, allowed in self.model.rules.items() if not allowed()]
        nobody = self.app.test_client()
        for turn, path in enumerate(self._paths(), start=len(self.model.rules)):
            client = self.citizen if turn % 3 == 0 else nobody
            answer = client.get(path)
            assert answer.status_code < 500, path
            seen = f"{answer.headers}\n{answer.text}"
            own = self.model.told if client is self.citizen and path.endswith(OWN) else set()
            for word in hidden:
                assert word not in seen or word in own, f"{word} on {path}"

    @invariant()
    def mails_tell_only_what_is_public(self) -> None:
        """The worker's minute: who has commented is told of answers, releases and rounds. Of
        decisions about their words authors are told at once, and why; nobody else is."""
        hidden = [word for word, allowed in self.model.rules.items() if not allowed()]
        with self.app.app_context():
            tell_people(self.model.now)
            with transaction() as session:
                for one in session.scalars(
                    select(OutboxMessage).where(OutboxMessage.kind.in_([mail.KIND, mail.BULK]))
                ).all():
                    told = one.payload["to"] if one.kind == mail.KIND else None
                    for word in hidden:
                        assert word not in str(one.payload) or (
                            told is not None and self.model.reasons.get(word) == told
                        ), f"{word} in a mail to {told}"
                    session.delete(one)

    @invariant()
    def what_is_kept_is_what_would_be_made_anew(self) -> None:
        """Parts of pages outlive the steps that do not concern them; here all of them are made
        anew, as the next step finds them."""
        reader = self.app.test_client()
        followed = ("/charta/", "/klauseln/", "/abschnitte/")
        paths = [
            path
            for path in self._paths()
            if "?" not in path and path.count("/") < 5 and any(part in path for part in followed)
        ]
        self.app.extensions["charta.unchanged"].clear()
        kept = [reader.get(path).text for path in paths]
        forget(self.app)
        assert kept == [reader.get(path).text for path in paths]

    @invariant()
    def what_is_released_can_be_read(self) -> None:
        public = [
            number for number, one in self.model.releases.items() if one in self.model.opened()
        ]
        if not public:
            return
        with self.app.app_context():
            number = db.session.get_one(Release, max(public)).number
        text = self.app.test_client().get(f"/stralsund/fassungen/{number}/").text
        for word in self.model.releases[max(public)].words.values():
            assert word in text


@pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")
def test_nothing_unreleased_is_ever_visible(
    engine_name: str, databases: Databases, applications: Applications
) -> None:
    try:
        copies = databases.on(engine_name)
    except NoPostgreSQL as problem:
        cannot_run(f"PostgreSQL: {problem}")

    @contextmanager
    def world() -> Iterator[Flask]:
        base = Settings(environment="testing", secret_key="x" * 40, base_url="http://localhost")
        with copies() as url, applications.lend(replace(base, database_url=url)) as app:
            yield app

    machine = type("ProcessOn", (Process,), {"world": staticmethod(world)})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            phases=(Phase.generate,),  # shrinking a leak takes longer than a test may
        ),
    )
