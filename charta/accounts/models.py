"""People and what proves that they are themselves."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from charta.accounts.names import ShownName
from charta.core.database import Base


class Person(Base):
    """Somebody with an account; the address is kept in lower case and never shown."""

    __tablename__ = "people"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(ShownName())
    password_hash: Mapped[str | None]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When the address was confirmed; before that nobody can sign in."""
    second_step_since: Mapped[datetime | None]
    """Since when a password or a mailed link alone does not sign this person in."""
    unproven: Mapped[bool] = mapped_column(default=False)
    """Signed up without the proof of work: a moderator reads first what this person says."""
    erased_at: Mapped[datetime | None]
    """When all that tells who this was went away at the person's own wish, or for want of use."""
    last_active_at: Mapped[datetime | None]
    """The day on which the person was last here; None: not since this is kept."""
    inactive_warned_at: Mapped[datetime | None]
    """When they were told that the account will be deleted because nobody uses it."""

    @property
    def has_account(self) -> bool:
        """Whether there is something to sign in to: begun with a password, or confirmed without
        one by a provider. Guests have neither."""
        return self.password_hash is not None or self.confirmed_at is not None


class SignIn(Base):
    """One signed-in browser. The cookie holds a random token, this row its SHA-256: a copied
    cookie is worth nothing once the row has gone. Of the browser it keeps words, no address."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    previous_hash: Mapped[str | None] = mapped_column(unique=True)
    """The token before this one, good until ``previous_until``, for what was under way."""
    previous_until: Mapped[datetime | None]
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    proven_at: Mapped[datetime]
    """When the person last proved here to be themselves."""
    browser: Mapped[str]
    to_renew: Mapped[bool] = mapped_column(default=False)
    """The person's roles have changed: the next page gives the browser another token."""

    person: Mapped[Person] = relationship(lazy="raise")


class MailLink(Base):
    """A link sent by mail that may be used once: to confirm an address, to set a password, to
    sign in, to move the account to ``email``."""

    __tablename__ = "mail_links"
    __table_args__ = (
        CheckConstraint("purpose IN ('confirm', 'reset', 'enter', 'move')", name="purpose"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    purpose: Mapped[str]
    email: Mapped[str | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="raise")


class Authenticator(Base):
    """An app that shows a new code every thirty seconds (RFC 6238); its secret is encrypted."""

    __tablename__ = "authenticators"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), unique=True)
    secret: Mapped[str]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    """When the person first typed a code from it; before that it proves nothing."""
    last_step: Mapped[int] = mapped_column(default=0)
    """The half minute whose code was taken last: no code is taken twice."""


class RecoveryCode(Base):
    """One of ten codes for who has lost their second step; used, it is gone."""

    __tablename__ = "recovery_codes"
    __table_args__ = (UniqueConstraint("person_id", "code_hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    code_hash: Mapped[str]


class Passkey(Base):
    """A key pair whose secret half never leaves a person's device (WebAuthn)."""

    __tablename__ = "passkeys"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    credential: Mapped[str] = mapped_column(unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    sign_count: Mapped[int] = mapped_column(BigInteger)
    name: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class Identity(Base):
    """Who a person is to an identity provider (OpenID Connect): issuer and subject, for ever the
    same, whatever their address becomes."""

    __tablename__ = "identities"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    issuer: Mapped[str]
    subject: Mapped[str]
    created_at: Mapped[datetime]
    last_used_at: Mapped[datetime]


class SpentChallenge(Base):
    """What has been solved or signed once, by a passkey or as a proof of work, and cannot be shown
    again."""

    __tablename__ = "spent_challenges"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SignInAttempt(Base):
    """One attempt to prove something that failed or is under way; one that succeeds is deleted.
    Account, network and browser are keyed hashes: nobody can be found by them."""

    __tablename__ = "sign_in_attempts"
    __table_args__ = (
        CheckConstraint("kind IN ('password', 'code', 'mail')", name="kind"),
        Index(None, "account", "at"),
        Index(None, "network", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    account: Mapped[str]
    network: Mapped[str]
    browser: Mapped[str | None]
    at: Mapped[datetime] = mapped_column(index=True)
