"""Autumn 2022 to spring 2023: the charter, its people, and the two conferences."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from charta.accounts import services as accounts
from charta.accounts import visiting
from charta.accounts.rules import DEMONSTRATION_DOMAIN
from charta.accounts.sessions import day_of
from charta.charters import queries as charters_queries
from charta.charters import services as charters
from charta.core.actors import OPERATOR, Actor, Grant, Role
from charta.demo.stage import Stage, berlin, read
from charta.workshops import services as workshops
from charta.workshops.models import Workshop

FOUNDED = berlin("2022-09-15T09:00")
GROUPS = {
    "ZG": "Zivilgesellschaft",
    "PO": "Politik",
    "WI": "Wirtschaft",
    "WS": "Wissenschaft",
    "VW": "Verwaltung",
}


def found_charter(today: datetime, password_hash: str) -> Stage:
    """The charter with its themes, departments and people."""
    content = read("charter")
    charter = charters.create_charter(OPERATOR, FOUNDED, **content["charter"])
    stage = Stage(charter, today)
    for code, name in content["themes"].items():
        stage.themes[code] = charters.add_theme(OPERATOR, FOUNDED, charter, code=code, name=name)
    for code, name in content["departments"].items():
        stage.departments[code] = charters.add_department(OPERATOR, FOUNDED, charter, name=name)
    groups = {group.name: group for group in charters_queries.groups(charter.id)}
    stage.groups = {short: groups[name] for short, name in GROUPS.items()}
    for person in content["people"]:
        _add_person(stage, person, password_hash)
    return stage


def _add_person(stage: Stage, given: dict[str, str], password_hash: str) -> None:
    key, role = given["key"], Role(given["role"])
    person = accounts.create_person(
        OPERATOR,
        FOUNDED,
        email=f"{key}@{DEMONSTRATION_DOMAIN}",
        name=given["name"],
        password_hash=password_hash,
    )
    person.last_active_at = day_of(stage.today)  # else the first night would warn them all
    stage.people[key] = person
    department = stage.departments.get(given.get("department", ""))
    if role is Role.CITIZEN:
        stage.actors[key] = Actor(person.id, person.name)
        return
    charters.grant_role(OPERATOR, FOUNDED, stage.charter, person, role, department=department)
    grant = Grant(role, stage.charter.id, department.id if department else None)
    stage.actors[key] = Actor(person.id, person.name, frozenset({grant}))
    if department is not None:
        stage.reviewers[given["department"]] = key


def invite(stage: Stage) -> None:
    """Somebody of the harbour office has been asked to facilitate and has not answered yet."""
    given = read("charter")["invitation"]
    charters.invite(
        stage.actor("admin"),
        stage.days_ago(1, hour=9),
        visiting.settings(),
        stage.charter,
        email=f"{given['key']}@{DEMONSTRATION_DOMAIN}",
        role=Role(given["role"]),
    )


def hold_workshops(stage: Stage) -> None:
    """Both conferences: table by table, idea by idea, then opened to everybody."""
    for number, given in enumerate(read("workshops")["workshops"], start=1):
        workshop = _create(stage, given)
        stage.workshops.append(workshop)
        _fill_tables(stage, workshop, number, given["tables"])


def open_workshop(stage: Stage, number: int) -> None:
    workshop = stage.workshops[number - 1]
    moment = workshop.starts_at + timedelta(days=9)
    workshops.open_workshop(stage.actor("moderation"), moment, workshop)


def _create(stage: Stage, given: dict[str, Any]) -> Workshop:
    starts_at = berlin(given["starts"])
    return workshops.create_workshop(
        stage.actor("moderation"),
        starts_at - timedelta(days=21),
        stage.charter,
        title=given["title"],
        starts_at=starts_at,
        ends_at=berlin(given["ends"]),
        place=given["place"],
        organiser=given["organiser"],
        partners="\n".join(given["partners"]),
        participants=given["participants"],
        description=given["description"].strip(),
    )


def _fill_tables(stage: Stage, workshop: Workshop, number: int, tables: dict[str, Any]) -> None:
    facilitator = stage.actor("moderation")
    moment = workshop.starts_at + timedelta(minutes=45)
    for code, given in tables.items():
        theme = stage.themes[code]
        table = workshops.add_table(
            facilitator,
            workshop.starts_at - timedelta(days=7),
            workshop,
            theme=theme,
            host=given["host"],
        )
        for place, (group, text) in enumerate(given["ideas"], start=1):
            moment += timedelta(minutes=2)
            stage.ideas[f"{number}.{code}.{place}"] = workshops.add_idea(
                facilitator,
                moment,
                workshop,
                text=text,
                theme=theme,
                group=stage.groups[group],
                table=table,
            )
