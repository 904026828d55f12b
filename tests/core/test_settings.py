"""Settings are read strictly, and production refuses to start unsafely."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import Settings, SettingsError

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
        ("CHARTA_ENVIRONMENT", "development", "CHARTA_ENVIRONMENT"),
        ("CHARTA_PROXIES", "one", "CHARTA_PROXIES"),
        ("CHARTA_PROXIES", "-1", "CHARTA_PROXIES"),
        ("CHARTA_SECERT_KEY", "typo", "CHARTA_SECERT_KEY"),
    ],
)
def test_an_unsafe_or_unreadable_setting_stops_the_start(name: str, value: str, word: str) -> None:
    with pytest.raises(SettingsError, match=word):
        Settings.from_environment({**SAFE, name: value})


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
