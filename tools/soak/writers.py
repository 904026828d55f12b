"""Eight people who write without a pause, each in a browser of their own that sends a form again
until somebody has confirmed it."""

from __future__ import annotations

import random
import re
import threading
import time
from dataclasses import dataclass, field
from uuid import uuid4

import requests

SIGN_IN = "/konto/anmelden/"
PATIENCE_SECONDS = 30
PAUSE_SECONDS = 0.1
AGAIN_SECONDS = 0.2
TWICE = 0.2
"""How often somebody presses the button once more although all went well."""

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
NUMBER = re.compile(r"/stellungnahmen/(\d+)/$")


@dataclass
class Sent:
    """One form: its own number, its words, and the comment's number when it was confirmed."""

    submission: str
    source: str
    number: int | None = None
    tries: int = 0


@dataclass
class Writer:
    """One person; ``faults`` are answers that should never come."""

    address: str
    path: str
    email: str
    password: str
    sent: list[Sent] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    longest: float = 0.0
    """The longest time a form needed until it was confirmed, in seconds."""

    def sign_in(self) -> None:
        """Sign in as people do, and open the text they write on."""
        self.browser = requests.Session()
        token = self._token(SIGN_IN)
        entries = {"csrf_token": token, "email": self.email, "password": self.password}
        self._post(SIGN_IN, entries).raise_for_status()
        self.token = self._token(self.path)

    def write(self, ended: threading.Event) -> None:
        """Write until told to stop; the last form may then be unconfirmed."""
        while not ended.is_set():
            form = Sent(str(uuid4()), f"Stellungnahme {len(self.sent)} von {self.email}")
            self.sent.append(form)
            began = time.monotonic()
            while form.number is None and not ended.is_set():
                self._try(form)
            if form.number is not None:
                self.longest = max(self.longest, time.monotonic() - began)
                if random.random() < TWICE:  # noqa: S311 - no secret
                    self._try(form)
            time.sleep(PAUSE_SECONDS * random.random())  # noqa: S311 - no secret

    def _try(self, form: Sent) -> None:
        form.tries += 1
        entries = {
            "csrf_token": self.token,
            "submission": form.submission,
            "source": form.source,
        }
        try:
            answer = self._post(self.path, entries)
        except requests.RequestException:
            time.sleep(AGAIN_SECONDS)
            return
        found = NUMBER.search(answer.headers.get("Location", ""))
        if answer.status_code == 303 and found:
            self._confirmed(form, int(found[1]))
        elif answer.status_code == 503:
            if form.source not in answer.text:
                self.faults.append(f"{form.source}: 503 without the text")
            time.sleep(AGAIN_SECONDS)
        else:
            self.faults.append(f"{form.source}: answered {answer.status_code}")
            time.sleep(1)

    def _confirmed(self, form: Sent, number: int) -> None:
        if form.number not in {None, number}:
            self.faults.append(f"{form.source}: S-{form.number} is now S-{number}")
        form.number = number

    def _token(self, path: str) -> str:
        page = self.browser.get(f"{self.address}{path}", timeout=PATIENCE_SECONDS)
        page.raise_for_status()
        found = TOKEN.search(page.text)
        if found is None:
            raise ValueError(f"no form on {path}")
        return found[1]

    def _post(self, path: str, entries: dict[str, str]) -> requests.Response:
        return self.browser.post(
            f"{self.address}{path}", data=entries, timeout=PATIENCE_SECONDS, allow_redirects=False
        )
