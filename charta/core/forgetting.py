"""Mails to an address that is to be forgotten: those that wait, and those that became files."""

from __future__ import annotations

from email import message_from_bytes
from email.headerregistry import AddressHeader
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from flask import current_app
from sqlalchemy import delete, select

from charta.core import mail
from charta.core.database import after_commit, db, streamed
from charta.core.outbox import OutboxMessage
from config import Settings


def forget_mails(address: str) -> None:
    """Delete what still waits to be sent there, and after the commit the files of mails that
    have no server to go to. Reads the whole outbox: erasing somebody is rare."""
    waiting = select(OutboxMessage.id, OutboxMessage.payload).where(
        OutboxMessage.kind.in_((mail.KIND, mail.BULK))
    )
    found = [number for number, payload in streamed(waiting) if payload.get("to") == address]
    if found:
        db.session.execute(delete(OutboxMessage).where(OutboxMessage.id.in_(found)))
    settings: Settings = current_app.extensions["charta.settings"]
    if not settings.smtp_url:
        after_commit(lambda: _remove_files(settings.mail_folder, address))


def _remove_files(folder: Path, address: str) -> None:
    for file in folder.glob("*.eml") if folder.is_dir() else ():
        message = message_from_bytes(file.read_bytes(), policy=default)
        if address in _recipients(message):
            file.unlink(missing_ok=True)


def _recipients(message: EmailMessage) -> set[str]:
    """All of the address: one may end like another."""
    to: AddressHeader | None = message["To"]
    return {one.addr_spec for one in to.addresses} if to is not None else set()
