"""What is made with the key of the installation: keyed hashes, encrypted secrets, signed words."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from itsdangerous import BadSignature, URLSafeTimedSerializer

from config import Settings


def keyed(settings: Settings, purpose: str, words: str) -> str:
    """A hash of ``words`` that nobody can make who does not have the key."""
    return hmac.new(_key(settings, purpose), words.encode(), hashlib.sha256).hexdigest()


def encrypt(settings: Settings, purpose: str, words: str) -> str:
    return _fernet(settings, purpose).encrypt(words.encode()).decode()


def decrypt(settings: Settings, purpose: str, kept: str) -> str | None:
    """What was encrypted; None when the key of the installation is another one by now."""
    try:
        return _fernet(settings, purpose).decrypt(kept.encode()).decode()
    except InvalidToken:
        return None


def sign(settings: Settings, purpose: str, words: str) -> str:
    return URLSafeTimedSerializer(_key(settings, purpose)).dumps(words)


def signed(settings: Settings, purpose: str, kept: str, *, seconds: int) -> str | None:
    """What was signed at most so many seconds ago; None for anything else."""
    try:
        words = URLSafeTimedSerializer(_key(settings, purpose)).loads(kept, max_age=seconds)
    except BadSignature:
        return None
    return words if isinstance(words, str) else None


def _key(settings: Settings, purpose: str) -> bytes:
    return hmac.new(settings.secret_key.encode(), purpose.encode(), hashlib.sha256).digest()


def _fernet(settings: Settings, purpose: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(settings, purpose)))
