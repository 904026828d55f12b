"""Triggers that make a table's rows immutable, on both engines.

A batch migration on SQLite drops a table's triggers: call :func:`freeze` again after it.
"""

from __future__ import annotations

from collections.abc import Sequence

from alembic import op

FUNCTION = """
CREATE OR REPLACE FUNCTION charta_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% rows are immutable', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""


def freeze(table: str, columns: Sequence[str] = ()) -> None:
    """Refuse every delete, and every update of ``columns`` (of any column when none is named)."""
    thaw(table)
    of = f"OF {', '.join(columns)} " if columns else ""
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} rows are immutable'); END"
        op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE {of}ON {table} {refuse}")
        op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {refuse}")
        return
    op.execute(FUNCTION)
    refuse = "EXECUTE FUNCTION charta_refuse()"
    op.execute(
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE {of}ON {table} FOR EACH ROW {refuse}"
    )
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} FOR EACH ROW {refuse}")
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT {refuse}"
    )


def thaw(table: str) -> None:
    """Take the triggers of :func:`freeze` away again."""
    on_table = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
    kinds = ("no_update", "no_delete") + (("no_truncate",) if on_table else ())
    for kind in kinds:
        op.execute(f"DROP TRIGGER IF EXISTS {table}_{kind}{on_table}")
