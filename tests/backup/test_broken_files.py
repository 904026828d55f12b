"""A file that is not what was saved is refused, in words, and leaves nothing behind."""

from __future__ import annotations

import hashlib
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import inspect

from charta.accounts.models import Person
from charta.backup import rules
from charta.backup.reading import opened
from charta.backup.rules import Unusable
from charta.core import migrating
from charta.core.database import db
from tests.backup.conftest import SECRET, Parts, Place, relist, rewrite, standing_at, tables
from tests.support.cast import Cast
from tests.support.drafting import a_clause
from tests.support.tampering import tamper

JOURNAL = "tables/journal_entries.jsonl"


@pytest.fixture(autouse=True)
def _some_rows(app: Flask, city: Cast) -> None:
    with app.app_context():
        a_clause(city)


def refused(app: Flask, *arguments: str) -> str:
    """What is said when a command refuses; the database at hand is as empty as it was."""
    result = app.test_cli_runner().invoke(args=["backup", *arguments])
    assert result.exit_code == 1, result.output
    assert "Traceback" not in result.output
    return result.output


def refused_everywhere(app: Flask, file: Path, place: Place, engine: str, *options: str) -> str:
    """The same words from both commands, and a place in which a good one can still be restored."""
    said = refused(app, "verify", str(file), *options)
    with standing_at(app, place(engine)):
        assert refused(app, "restore", str(file), *options) == said
        assert is_empty(app)
    return said


def is_empty(app: Flask) -> bool:
    with app.app_context():
        return set(inspect(db.engine).get_table_names()) <= {"alembic_version"}


@pytest.mark.one_engine
def test_an_altered_byte_is_noticed(saved: Path) -> None:
    """Whatever byte it is, what is read is what was saved, or nothing is."""
    content = saved.read_bytes()
    noticed = 0
    places = range(0, len(content), max(1, len(content) // 150))
    for at in places:
        saved.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        try:
            with opened(saved, SECRET, other_key=False) as archive:
                archive.check()
        except Unusable:
            noticed += 1
    assert noticed > len(places) // 2, "the others are dates and lengths that nobody reads"


@pytest.mark.one_engine
@pytest.mark.parametrize("method", [0, 9, 12, 14, 93, 99])
def test_what_was_packed_in_another_way_is_not_unpacked(
    app: Flask, saved: Path, method: int
) -> None:
    """Some ways of packing fail as a broken disk does, and nobody would look for that in the
    file."""
    content = bytearray(saved.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 10] = method
    saved.write_bytes(content)
    assert "keine Sicherung von Charta, oder sie ist beschädigt" in refused(
        app, "verify", str(saved)
    )


@pytest.mark.one_engine
def test_no_part_lies_before_the_file(app: Flask, saved: Path) -> None:
    content = bytearray(saved.read_bytes())
    ending = content.rindex(b"PK\x05\x06")
    size = int.from_bytes(content[ending + 12 : ending + 16], "little")
    content[ending + 16 : ending + 20] = (len(content) - size).to_bytes(4, "little")
    saved.write_bytes(content)
    assert "keine Sicherung von Charta, oder sie ist beschädigt" in refused(
        app, "verify", str(saved)
    )


def test_an_altered_row_is_noticed(app: Flask, saved: Path, engine_name: str, place: Place) -> None:
    def alter(parts: Parts) -> None:
        parts["tables/people.jsonl"] = parts["tables/people.jsonl"].replace(b"Edda", b"Emma")

    rewrite(saved, alter)
    said = refused_everywhere(app, saved, place, engine_name)
    assert "people enthält nicht, was gesichert wurde" in said


def relist_part(parts: Parts, table: str, secret: str | None) -> None:
    """Let the manifest say of a table what its part now holds."""
    content = parts[f"tables/{table}.jsonl"]

    def change(found: dict[str, object]) -> None:
        entry = tables(found)[table]
        entry["rows"] = content.count(b"\n")
        entry["sha256"] = hashlib.sha256(content).hexdigest()

    relist(parts, change, secret)


@pytest.mark.one_engine
def test_whoever_lacks_the_key_cannot_alter_row_and_manifest(app: Flask, saved: Path) -> None:
    def alter(parts: Parts) -> None:
        parts["tables/people.jsonl"] = parts["tables/people.jsonl"].replace(b"Edda", b"Emma")
        relist_part(parts, "people", None)

    rewrite(saved, alter)
    assert "das Siegel passt nicht" in refused(app, "verify", str(saved))


def test_one_of_another_key_needs_to_be_allowed(
    app: Flask, saved: Path, engine_name: str, place: Place
) -> None:
    def alter(parts: Parts) -> None:
        relist(parts, lambda found: found.update(key="0" * 16), "x" * 40)

    rewrite(saved, alter)
    assert "--other-key" in refused_everywhere(app, saved, place, engine_name)
    result = app.test_cli_runner().invoke(args=["backup", "verify", str(saved), "--other-key"])
    assert result.exit_code == 0, result.output


def test_the_chain_is_proved_even_when_the_hashes_fit(
    app: Flask, saved: Path, engine_name: str, place: Place
) -> None:
    """Somebody who has the key, or an installation that had been tampered with before."""

    def alter(parts: Parts) -> None:
        parts[JOURNAL] = parts[JOURNAL].replace(b"clause.created", b"clause.revised")
        relist_part(parts, "journal_entries", SECRET)

    rewrite(saved, alter)
    said = refused_everywhere(app, saved, place, engine_name)
    assert "wurde verändert" in said


@pytest.mark.one_engine
def test_a_shortened_journal_is_noticed(app: Flask, saved: Path) -> None:
    def alter(parts: Parts) -> None:
        parts[JOURNAL] = b""
        relist_part(parts, "journal_entries", SECRET)

    rewrite(saved, alter)
    assert "Protokoll" in refused(app, "verify", str(saved))


def test_rows_that_refer_to_nothing_are_refused(
    app: Flask, saved: Path, engine_name: str, place: Place
) -> None:
    def alter(parts: Parts) -> None:
        parts["tables/themes.jsonl"] = b""
        relist_part(parts, "themes", SECRET)

    rewrite(saved, alter)
    refused_everywhere(app, saved, place, "sqlite")
    with standing_at(app, place(engine_name)):
        assert "fehlen" in refused(app, "restore", str(saved))
        assert is_empty(app)


def test_the_rules_of_the_database_hold(
    app: Flask, saved: Path, engine_name: str, place: Place
) -> None:
    def alter(parts: Parts) -> None:
        parts["tables/themes.jsonl"] = parts["tables/themes.jsonl"].replace(b'"BIL"', b'"MOB"')
        relist_part(parts, "themes", SECRET)

    rewrite(saved, alter)
    assert "widerspricht den Regeln" in refused_everywhere(app, saved, place, engine_name)


@pytest.mark.parametrize("value", ["9" * 30, '{"a":1}', "[]"])
def test_values_that_no_database_takes_are_refused(
    app: Flask, saved: Path, engine_name: str, place: Place, value: str
) -> None:
    def alter(parts: Parts) -> None:
        _number, rest = parts["tables/themes.jsonl"].split(b",", 1)
        parts["tables/themes.jsonl"] = b"[" + value.encode() + b"," + rest
        relist_part(parts, "themes", SECRET)

    rewrite(saved, alter)
    with standing_at(app, place(engine_name)):
        assert "widerspricht den Regeln" in refused(app, "restore", str(saved))
        assert is_empty(app)


@pytest.mark.one_engine
@pytest.mark.parametrize(
    "line", [b"[1]\n", b"{}\n", b"[\n", b"\xff\n", b"x" * 100 + b"\n", b"[" * 99_999 + b"\n"]
)
def test_rows_of_something_else_are_refused(app: Flask, saved: Path, line: bytes) -> None:
    def alter(parts: Parts) -> None:
        parts["tables/themes.jsonl"] += line
        relist_part(parts, "themes", SECRET)

    rewrite(saved, alter)
    assert "themes" in refused(app, "verify", str(saved))


@pytest.mark.one_engine
@pytest.mark.parametrize("part", [0.0, 0.2, 0.5, 0.9, 0.999])
def test_one_that_was_cut_off_is_refused(
    app: Flask, saved: Path, engine_name: str, place: Place, part: float
) -> None:
    content = saved.read_bytes()
    saved.write_bytes(content[: int(len(content) * part)])
    said = refused_everywhere(app, saved, place, engine_name)
    assert "keine Sicherung von Charta, oder sie ist nicht vollständig" in said


@pytest.mark.one_engine
def test_other_formats_are_refused(app: Flask, saved: Path) -> None:
    rewrite(saved, lambda parts: relist(parts, lambda found: found.update(version=2), SECRET))
    assert "hat das Format 2" in refused(app, "verify", str(saved))
    rewrite(saved, lambda parts: relist(parts, lambda found: found.update(format="x"), SECRET))
    assert "keine Sicherung von Charta" in refused(app, "verify", str(saved))
    for content in (b"[]", b"[" * 99_999):
        rewrite(saved, partial(dict.update, **{rules.MANIFEST: content}))
        assert "Verzeichnis der Sicherung ist beschädigt" in refused(app, "verify", str(saved))
    rewrite(saved, lambda parts: parts.clear())
    assert "keine Sicherung von Charta" in refused(app, "verify", str(saved))


@pytest.mark.one_engine
def test_a_list_without_end_is_not_read(
    app: Flask, saved: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some hundred kilobytes of blanks, packed, are a gigabyte of memory."""
    monkeypatch.setattr(rules, "LONGEST_MANIFEST", 100_000)
    rewrite(saved, lambda parts: relist(parts, lambda _found: None, SECRET))
    assert app.test_cli_runner().invoke(args=["backup", "verify", str(saved)]).exit_code == 0

    def blow_up(parts: Parts) -> None:
        parts[rules.MANIFEST] += b" " * rules.LONGEST_MANIFEST

    rewrite(saved, blow_up)
    assert "Verzeichnis der Sicherung ist beschädigt" in refused(app, "verify", str(saved))


@pytest.mark.one_engine
def test_missing_and_strange_parts_are_refused(app: Flask, saved: Path) -> None:
    content = saved.read_bytes()
    rewrite(saved, lambda parts: parts.update({"tables/more.jsonl": b"[1]\n"}))
    assert "fehlen Teile, oder es sind fremde" in refused(app, "verify", str(saved))
    saved.write_bytes(content)
    rewrite(saved, lambda parts: parts.__delitem__("tables/comments.jsonl"))
    assert "fehlen Teile, oder es sind fremde" in refused(app, "verify", str(saved))


def test_other_tables_are_refused(app: Flask, saved: Path, engine_name: str, place: Place) -> None:
    def drop(found: dict[str, object]) -> None:
        tables(found)["themes"]["columns"][1][0] = "something"

    rewrite(saved, lambda parts: relist(parts, drop, SECRET))
    said = refused_everywhere(app, saved, place, engine_name)
    assert "andere Tabellen als die Datenbank: themes" in said


def test_a_state_from_the_future_is_refused(
    app: Flask, saved: Path, engine_name: str, place: Place
) -> None:
    rewrite(saved, lambda parts: relist(parts, lambda f: f.update(revision="9999"), SECRET))
    assert "den dieses Charta nicht kennt" in refused_everywhere(app, saved, place, engine_name)


def test_a_place_that_is_not_empty_is_left_alone(app: Flask, saved: Path) -> None:
    with app.app_context():
        before = db.session.query(Person).count()
    said = refused(app, "restore", str(saved))
    assert "nicht leer" in said
    assert "CHARTA_DATABASE_URL" in said
    with app.app_context():
        assert db.session.query(Person).count() == before


def test_an_empty_place_of_another_state_is_left_alone(
    app: Flask, saved: Path, engine_name: str, place: Place
) -> None:
    with standing_at(app, place(engine_name)):
        with app.app_context():
            migrating.upgrade(db.engine, "0005")
        assert "schon den Stand 0005" in refused(app, "restore", str(saved))
        with app.app_context():
            assert migrating.current(db.engine) == "0005"


def test_a_queue_in_the_same_database_is_no_part_of_it(
    app: Flask, engine_name: str, place: Place, tmp_path: Path
) -> None:
    """``CHARTA_JOBS_URL`` may name the same PostgreSQL database."""
    queue = ("CREATE TABLE task (id INTEGER PRIMARY KEY)", "INSERT INTO task VALUES (7)")
    file = tmp_path / "mit-warteschlange.zip"
    with app.app_context(), db.engine.begin() as connection:
        for statement in queue:
            connection.exec_driver_sql(statement)
    result = app.test_cli_runner().invoke(args=["backup", "create", str(file)])
    assert result.exit_code == 0, result.output
    with ZipFile(file) as archive:
        assert "tables/task.jsonl" not in archive.namelist()
    with standing_at(app, place(engine_name)):
        with app.app_context(), db.engine.begin() as connection:
            for statement in queue:
                connection.exec_driver_sql(statement)
        result = app.test_cli_runner().invoke(args=["backup", "restore", str(file)])
        assert result.exit_code == 0, result.output


def test_what_was_tampered_with_before_is_not_passed_on_as_proved(
    app: Flask, tmp_path: Path
) -> None:
    tamper(app, "revisions", "UPDATE revisions SET source = 'Anders'")
    file = tmp_path / "sicherung.zip"
    assert app.test_cli_runner().invoke(args=["backup", "create", str(file)]).exit_code == 0
    said = refused(app, "verify", str(file))
    assert "So war es schon, als gesichert wurde" in said


@pytest.mark.one_engine
def test_nothing_is_overwritten(app: Flask, saved: Path) -> None:
    before = saved.read_bytes()
    assert "gibt es schon" in refused(app, "create", str(saved))
    assert saved.read_bytes() == before
    assert list(saved.parent.glob(".*")) == []


def test_an_empty_database_is_not_saved(
    app: Flask, engine_name: str, place: Place, tmp_path: Path
) -> None:
    with standing_at(app, place(engine_name)):
        assert "es gibt nichts zu sichern" in refused(app, "create", str(tmp_path / "x.zip"))
    assert not (tmp_path / "x.zip").exists()


@contextmanager
def files_no_larger_than(size: int) -> Iterator[None]:
    """What a full disk does to a file that grows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("room", [0, 1_000, 8_000])
def test_a_full_disk_leaves_no_half_file(app: Flask, tmp_path: Path, room: int) -> None:
    folder = tmp_path / "voll"
    folder.mkdir()
    with files_no_larger_than(room):
        said = refused(app, "create", str(folder / "sicherung.zip"))
    assert "Es ging nicht" in said
    assert list(folder.iterdir()) == []


@pytest.mark.one_engine
def test_a_full_disk_leaves_no_half_database(app: Flask, saved: Path, place: Place) -> None:
    """There is no room for the rows beside what the empty tables take."""
    with standing_at(app, place("sqlite")):
        with app.app_context():
            migrating.upgrade(db.engine)
            db.engine.dispose()
        with files_no_larger_than(40_000):
            assert "kann das jetzt nicht" in refused(app, "restore", str(saved))
        with app.app_context():
            db.engine.dispose()
            assert db.session.query(Person).count() == 0
        result = app.test_cli_runner().invoke(args=["backup", "restore", str(saved)])
        assert result.exit_code == 0, result.output
