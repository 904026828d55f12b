"""A real identity provider for the tests (npm ``oidc-provider``), and somebody who walks through
its pages without a browser."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
import requests

from charta.accounts.provider.ours import CALLBACK
from tests.support.complete import cannot_run
from tests.support.visitor import Visit, Visitor
from tools.places import PYTHON, ROOT

NAME = "Stadtkonto"
SECRET = "geheim-und-lang-genug-fuer-tests"
PATIENCE = 10
BACK, ONWARD = CALLBACK, "/konto/anmelden/anbieter/weiter/"


class OpenIdProvider:
    """The running provider; tell it whom to know."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer

    def knows(
        self,
        key: str,
        *,
        email: str | None = None,
        verified: Any = True,
        name: str = "Bea Beispiel",
        groups: tuple[str, ...] = (),
        amr: tuple[str, ...] = (),
        acr: str | None = None,
    ) -> str:
        """Somebody who can say there who they are; their key, which is their subject as well."""
        claims = {"email": email, "email_verified": verified, "name": name, "groups": list(groups)}
        person = {"claims": claims, "amr": list(amr), "acr": acr}
        requests.put(f"{self.issuer}/leute/{key}", json=person, timeout=PATIENCE)
        return key

    def settings(self, **more: Any) -> dict[str, Any]:
        """What an installation is told so that people may come from here."""
        return {
            "oidc_issuer": self.issuer,
            "oidc_client_id": "charta",
            "oidc_client_secret": SECRET,
            "oidc_name": NAME,
            "oidc_citizens": True,
            "oidc_scope": "openid email profile groups",
            "oidc_second_step": ("mfa", "zwei"),
            **more,
        }


class Wanderer:
    """Somebody at the provider, with a browser's memory for its cookies."""

    def __init__(self) -> None:
        self.session = requests.Session()

    def answer(self, address: str, key: str) -> str:
        """Go through the provider's pages as the person with the key; the path they are sent
        back to."""
        answer = self.session.get(address, allow_redirects=False, timeout=PATIENCE)
        for _turn in range(12):
            while answer.is_redirect:
                target = urljoin(answer.url, answer.headers["Location"])
                if urlsplit(target).path == BACK:
                    parts = urlsplit(target)
                    return f"{parts.path}?{parts.query}"
                answer = self.session.get(target, allow_redirects=False, timeout=PATIENCE)
            action = re.search(r'action="([^"]+)"', answer.text)
            assert action, f"{answer.status_code} on {answer.url}: {answer.text[:300]}"
            answer = self.session.post(
                urljoin(answer.url, unescape(action[1])),
                data={"key": key},
                allow_redirects=False,
                timeout=PATIENCE,
            )
        raise AssertionError("The provider leads in a circle")


def there(page: Visit) -> str:
    """From the page that leads to the provider: the address it leads to."""
    return page.link(f"Weiter zu {NAME}")


def come_back(page: Visit, key: str, wanderer: Wanderer | None = None) -> Visit:
    """Through the provider and back, to the page on which a script would press “Weiter”."""
    return page.visitor.open((wanderer or Wanderer()).answer(there(page), key))


def sign_in_by_provider(
    visitor: Visitor, key: str, *, next_path: str | None = None, wanderer: Wanderer | None = None
) -> Visit:
    """The whole way, from the sign-in page to wherever it leads."""
    start = visitor.open("/konto/anmelden/", query={"next": next_path} if next_path else None)
    setting_out = start.press(f"Mit {NAME} anmelden")
    return come_back(setting_out, key, wanderer).press("Weiter")


@pytest.fixture(scope="session")
def openid() -> Iterator[OpenIdProvider]:
    """Start the provider once for all tests of this process."""
    bundled = f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    node = shutil.which("node") or shutil.which("node", path=bundled)
    if node is None:
        cannot_run("node is not installed (make setup brings it)")
    if not (ROOT / "node_modules" / "oidc-provider").is_dir():
        cannot_run("oidc-provider is not installed (make setup brings it)")
    script = Path(__file__).with_suffix(".mjs")
    with subprocess.Popen(
        [node, str(script), CALLBACK],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        issuer = process.stdout.readline().strip()
        if not issuer:
            process.kill()
            cannot_run("node could not start the identity provider")
        yield OpenIdProvider(issuer)
        process.stdin.close()
        process.wait(timeout=PATIENCE)
