"""Settings, read strictly from the environment.

Every setting is one field of the frozen :class:`Settings`; its environment variable is the
field's name in capitals with ``CHARTA_`` before it. A value that cannot be read stops the start.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal, NamedTuple, Self, get_args, get_type_hints
from urllib.parse import urlsplit

Environment = Literal["production", "demonstration", "testing"]

HOME = Path(__file__).resolve().parent
SHORTEST_SECRET = 32


class SettingsError(ValueError):
    """A setting is missing or cannot be used; the message names it and says how to mend it."""


class RoleRule(NamedTuple):
    """Who has this value in their claims holds this role: in one charter, or in all (``*``)."""

    value: str
    charter: str
    role: str
    department: str | None


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a running Charta is told from outside."""

    environment: Environment = "production"
    secret_key: str = ""
    database_url: str = f"sqlite:///{HOME / 'var' / 'charta.sqlite3'}"
    jobs_url: str = f"sqlite:///{HOME / 'var' / 'jobs.sqlite3'}"
    base_url: str = "http://127.0.0.1:8000"
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    """How many reverse proxies stand in front and set X-Forwarded-For/-Proto/-Host."""
    smtp_url: str = ""
    """``smtp[s]://user:password@host:port``; empty: mails become files in ``mail_folder``."""
    mail_folder: Path = HOME / "var" / "mail"
    mail_from: str = "charta@localhost"
    mails_per_minute: int = 300
    """How many mails may leave in any minute; those about accounts do not wait for it."""
    paper_folder: Path = HOME / "var" / "papers"
    """Where papers wait to be fetched; the web server and the worker must both reach it."""
    erasure_list: Path = HOME / "var" / "erasures.jsonl"
    """Which accounts were erased, as numbers: what a restored backup must forget again."""
    source_url: str = ""
    """Where the source of this installation can be had, linked in the footer."""
    page_cache_seconds: int = 5
    page_cache_bytes: int = 32 * 1024 * 1024
    upload_bytes: int = 5 * 1024 * 1024
    session_hours: int = 12
    """How long a sign-in lasts at most."""
    session_idle_minutes: int = 120
    """How long it lasts while nothing is done."""
    oidc_issuer: str = ""
    """The identity provider people may come through (OpenID Connect); empty: there is none."""
    oidc_client_id: str = ""
    oidc_client_secret: str = ""
    oidc_name: str = ""
    """What the provider is called on the button: „Anmelden mit …“."""
    oidc_hosts: tuple[str, ...] = ()
    """Further hosts of the provider that we may ask, beside the issuer's own."""
    oidc_scope: str = "openid email profile"
    oidc_citizens: bool = False
    """Whether everybody may come this way, or only who gets a role by it or is linked already."""
    oidc_role_claim: str = ""
    oidc_roles: str = ""
    """``value=charter:role[:department]``, several separated by semicolons."""
    oidc_second_step: tuple[str, ...] = ()
    """Values of ``acr`` or ``amr`` by which the provider says that it has seen two steps."""
    proof_tries: int = 100
    """How many keys a browser derives on average before a stranger's form is sent."""
    keep_unconfirmed_days: int = 7
    """How long an account waits for its address to be confirmed."""
    keep_attempts_days: int = 14
    """How long failed attempts to sign in stay for who looks into an attack."""
    keep_inactive_months: int = 24
    """After how long without a visit an account is deleted."""
    warn_inactive_days: int = 30
    """How long before that its owner is warned by mail."""
    keep_addresses_months: int = 3
    """How long after the last answer the addresses of guests and senders of letters are kept."""
    keep_refused_days: int = 90
    """How long contributions stay that a moderator has refused."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    debug: bool = False

    def __post_init__(self) -> None:
        self._refuse_half_a_provider()
        if self.environment == "production":
            self._refuse_unsafe_production()
        if urlsplit(self.base_url).scheme not in {"http", "https"}:
            raise SettingsError("CHARTA_BASE_URL must begin with http:// or https://.")
        for name in ("page_cache_seconds", "page_cache_bytes", "proxies"):
            if getattr(self, name) < 0:
                raise SettingsError(f"CHARTA_{name.upper()} must not be negative.")
        for name in (
            "mails_per_minute",
            "proof_tries",
            "session_hours",
            "session_idle_minutes",
            *RETENTION,
        ):
            if getattr(self, name) < 1:
                raise SettingsError(f"CHARTA_{name.upper()} must be at least 1.")
        if self.warn_inactive_days >= 30 * self.keep_inactive_months:
            raise SettingsError(
                "CHARTA_WARN_INACTIVE_DAYS must be less than the months it warns of."
            )

    def _refuse_unsafe_production(self) -> None:
        if len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < 10:
            raise SettingsError(
                f"CHARTA_SECRET_KEY must be set to at least {SHORTEST_SECRET} random characters, "
                "for example the output of: python3 -c 'import secrets; "
                "print(secrets.token_hex(32))'."
            )
        if self.debug:
            raise SettingsError("CHARTA_DEBUG must be off in production.")
        if not self.smtp_url:
            raise SettingsError("CHARTA_SMTP_URL must name the mail server in production.")
        address = urlsplit(self.base_url)
        if address.scheme != "https" or not address.hostname:
            raise SettingsError("CHARTA_BASE_URL must be the https address of the site.")

    def _refuse_half_a_provider(self) -> None:
        together = ("oidc_issuer", "oidc_client_id", "oidc_client_secret", "oidc_name")
        alone = ("oidc_hosts", "oidc_citizens", "oidc_role_claim", "oidc_roles", "oidc_second_step")
        missing = [f"CHARTA_{name.upper()}" for name in together if not getattr(self, name)]
        if missing and any(getattr(self, name) for name in (*together, *alone)):
            raise SettingsError(f"An identity provider also needs {', '.join(missing)}.")
        if missing:
            return
        issuer = urlsplit(self.oidc_issuer)
        safe = {"https"} if self.production else {"https", "http"}
        if issuer.scheme not in safe or not issuer.hostname or issuer.query or issuer.fragment:
            raise SettingsError("CHARTA_OIDC_ISSUER must be the https address of the provider.")
        if "openid" not in self.oidc_scope.split():
            raise SettingsError("CHARTA_OIDC_SCOPE must contain openid.")
        if bool(self.oidc_role_claim) != bool(self.oidc_role_rules):
            raise SettingsError("CHARTA_OIDC_ROLE_CLAIM and CHARTA_OIDC_ROLES go together.")

    @property
    def oidc_role_rules(self) -> tuple[RoleRule, ...]:
        """The rules of ``oidc_roles``; raises SettingsError for one that cannot be read."""
        parts = (part.strip() for part in self.oidc_roles.split(";"))
        return tuple(_role_rule(part) for part in parts if part)

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Self:
        """Read all settings; raises :class:`SettingsError` for an unknown or unreadable one."""
        source = os.environ if environment is None else environment
        types = get_type_hints(cls)
        names = {f"CHARTA_{field.name.upper()}": field.name for field in fields(cls)}
        known = names.keys() | OTHER_VARIABLES
        unknown = sorted(key for key in source if key.startswith("CHARTA_") and key not in known)
        if unknown:
            raise SettingsError(f"Unknown setting: {', '.join(unknown)}.")
        values = {
            name: _read(variable, source[variable], types[name])
            for variable, name in names.items()
            if variable in source
        }
        return cls(**values)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names the site answers to; none means every name, which production never does."""
        if self.trusted_hosts or not self.production:
            return self.trusted_hosts
        return (urlsplit(self.base_url).hostname or "",)

    @property
    def production(self) -> bool:
        return self.environment == "production"

    @property
    def demonstration(self) -> bool:
        return self.environment == "demonstration"

    @property
    def https(self) -> bool:
        return urlsplit(self.base_url).scheme == "https"


RETENTION = (
    "keep_unconfirmed_days",
    "keep_attempts_days",
    "keep_inactive_months",
    "warn_inactive_days",
    "keep_addresses_months",
    "keep_refused_days",
)
"""The settings that say how long something is kept."""

OTHER_VARIABLES = frozenset({"CHARTA_REQUIRE_ALL"})
"""Variables of ours that are for the tools beside the application, not for it."""


ROLES = ("facilitator", "reviewer", "editor", "approver", "admin")


def _role_rule(text: str) -> RoleRule:
    """The value stands before the last ``=``, since distinguished names hold some themselves."""
    value, _, target = (part.strip() for part in text.rpartition("="))
    charter, role, department = (*(part.strip() for part in target.split(":", 2)), "", "", "")[:3]
    possible = value and charter and role in ROLES and (role == "reviewer") == bool(department)
    if not possible or (charter == "*" and role != "admin"):
        raise SettingsError(
            "CHARTA_OIDC_ROLES must be value=charter:role, for reviewers "
            f"value=charter:reviewer:department, with one of the roles {', '.join(ROLES)}; "
            f"in all charters (*) only admin. This is none of it: {text}"
        )
    return RoleRule(value, charter, role, department or None)


def _read(variable: str, text: str, kind: Any) -> Any:
    if get_args(kind) and all(isinstance(value, str) for value in get_args(kind)):
        if text not in get_args(kind):
            raise SettingsError(f"{variable} must be one of {', '.join(get_args(kind))}.")
        return text
    if kind is bool:
        if text not in {"0", "1"}:
            raise SettingsError(f"{variable} must be 0 or 1.")
        return text == "1"
    if kind is int:
        try:
            return int(text)
        except ValueError:
            raise SettingsError(f"{variable} must be a whole number.") from None
    if kind is Path:
        return Path(text).resolve()
    if kind == tuple[str, ...]:
        return tuple(part.strip() for part in text.split(",") if part.strip())
    return text
