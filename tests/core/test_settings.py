"""Settings are read strictly, and production refuses to start unsafely."""

from __future__ import annotations

from pathlib import Path

import pytest

from charta.core.actors import Role
from config import ROLES, Settings, SettingsError

SAFE = {
    "CHARTA_SECRET_KEY": "0123456789abcdef0123456789abcdef",
    "CHARTA_SMTP_URL": "smtps://charta:geheim@mail.example:465",
    "CHARTA_BASE_URL": "https://charta.example",
}


def test_a_safe_production_starts() -> None:
    settings = Settings.from_environment(SAFE)
    assert settings.production
    assert settings.https


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("CHARTA_SECRET_KEY", "", "CHARTA_SECRET_KEY"),
        ("CHARTA_SECRET_KEY", "short", "CHARTA_SECRET_KEY"),
        ("CHARTA_SECRET_KEY", "a" * 64, "CHARTA_SECRET_KEY"),
        ("CHARTA_DEBUG", "1", "CHARTA_DEBUG"),
        ("CHARTA_DEBUG", "yes", "CHARTA_DEBUG"),
        ("CHARTA_SMTP_URL", "", "CHARTA_SMTP_URL"),
        ("CHARTA_BASE_URL", "http://charta.example", "CHARTA_BASE_URL"),
        ("CHARTA_BASE_URL", "ftp://charta.example", "CHARTA_BASE_URL"),
        ("CHARTA_BASE_URL", "https:///charta", "CHARTA_BASE_URL"),
        ("CHARTA_ENVIRONMENT", "development", "CHARTA_ENVIRONMENT"),
        ("CHARTA_PROXIES", "one", "CHARTA_PROXIES"),
        ("CHARTA_PROXIES", "-1", "CHARTA_PROXIES"),
        ("CHARTA_SECERT_KEY", "typo", "CHARTA_SECERT_KEY"),
    ],
)
def test_an_unsafe_or_unreadable_setting_stops_the_start(name: str, value: str, word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        Settings.from_environment({**SAFE, name: value})


@pytest.mark.parametrize(
    ("more", "hosts"),
    [
        ({}, ("charta.example",)),
        ({"CHARTA_BASE_URL": "https://Charta.Example:8443/"}, ("charta.example",)),
        ({"CHARTA_TRUSTED_HOSTS": "a.example, b.example"}, ("a.example", "b.example")),
        ({"CHARTA_ENVIRONMENT": "demonstration"}, ()),
    ],
)
def test_production_never_answers_to_every_name(
    more: dict[str, str], hosts: tuple[str, ...]
) -> None:
    assert Settings.from_environment({**SAFE, **more}).hosts == hosts


def test_values_have_their_types() -> None:
    settings = Settings.from_environment(
        {
            "CHARTA_ENVIRONMENT": "demonstration",
            "CHARTA_TRUSTED_HOSTS": "a.example, b.example",
            "CHARTA_PROXIES": "2",
            "CHARTA_MAIL_FOLDER": "/var/mail/charta",
            "PATH": "/bin",
        }
    )
    assert settings.demonstration
    assert settings.trusted_hosts == ("a.example", "b.example")
    assert settings.proxies == 2
    assert settings.mail_folder == Path("/var/mail/charta")


PROVIDER = {
    "CHARTA_OIDC_ISSUER": "https://anmelden.stadt.example/realms/stadt",
    "CHARTA_OIDC_CLIENT_ID": "charta",
    "CHARTA_OIDC_CLIENT_SECRET": "geheim",
    "CHARTA_OIDC_NAME": "Stadtkonto",
}


def test_a_provider_and_what_it_grants() -> None:
    roles = "cn=bau,ou=amt=stralsund:reviewer:Bauamt; redaktion=stralsund:editor; it=*:admin"
    granting = {"CHARTA_OIDC_ROLE_CLAIM": "groups", "CHARTA_OIDC_ROLES": roles}
    settings = Settings.from_environment({**SAFE, **PROVIDER, **granting})
    assert settings.oidc_role_rules == (
        ("cn=bau,ou=amt", "stralsund", "reviewer", "Bauamt"),
        ("redaktion", "stralsund", "editor", None),
        ("it", "*", "admin", None),
    )
    assert not settings.oidc_citizens
    assert set(ROLES) == {role.value for role in Role if role is not Role.CITIZEN}


@pytest.mark.parametrize("left_out", PROVIDER)
def test_half_a_provider_stops_the_start(left_out: str) -> None:
    half = {name: value for name, value in PROVIDER.items() if name != left_out}
    with pytest.raises(SettingsError, match=left_out):
        Settings.from_environment({**SAFE, **half})
    with pytest.raises(SettingsError, match="CHARTA_OIDC_ISSUER"):
        Settings.from_environment({**SAFE, "CHARTA_OIDC_CITIZENS": "1"})


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"ISSUER": "http://anmelden.stadt.example"}, "ISSUER"),
        ({"ISSUER": "anmelden.stadt.example"}, "ISSUER"),
        ({"ISSUER": "https://"}, "ISSUER"),
        ({"ISSUER": "https://anmelden.stadt.example/?a=b"}, "ISSUER"),
        ({"SCOPE": "email profile"}, "SCOPE"),
        ({"CITIZENS": "yes"}, "CITIZENS"),
        ({"ROLE_CLAIM": "groups"}, "ROLES"),
        ({"ROLES": "a=stralsund:editor"}, "ROLE_CLAIM"),
        *(
            ({"ROLE_CLAIM": "groups", "ROLES": wrong}, "ROLES")
            for wrong in (
                *("a", "a=stralsund", "=stralsund:editor", "a=:editor", "a=stralsund:citizen"),
                *("a=stralsund:reviewer", "a=stralsund:editor:Bauamt", "a=*:editor", " ; "),
            )
        ),
    ],
    ids=str,
)
def test_a_provider_that_cannot_be_read_stops_the_start(changed: dict[str, str], word: str) -> None:
    values = {f"CHARTA_OIDC_{name}": value for name, value in changed.items()}
    with pytest.raises(SettingsError, match=word):
        Settings.from_environment({**SAFE, **PROVIDER, **values})
