"""A real nginx in front of the application, with the configuration we recommend.

``deploy/nginx.conf`` is used as it is; only ports, the certificate and where things lie are put in.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.cookies import SimpleCookie
from pathlib import Path

import urllib3
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from config import HOME
from tests.support.complete import cannot_run

NAME = "charta.stadt.de"
CONFIGURATION = HOME / "deploy" / "nginx.conf"
PATIENCE_SECONDS = 10

AROUND = """\
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
{user}
events {{ worker_connections 256; }}
http {{
    access_log {folder}/access.log;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/charta.conf;
}}
"""


@dataclass
class Answer:
    """What came back through the cache."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode(errors="replace")

    @property
    def cache(self) -> str:
        """What nginx did: ``HIT``, ``MISS``, ``BYPASS`` …; empty where it asked nobody."""
        return self.headers.get("X-Cache-Status", "")

    @property
    def public(self) -> bool:
        return "public" in self.headers.get("Cache-Control", "")


@dataclass
class Front:
    """The running nginx: its ports and its certificate."""

    port: int
    plain_port: int
    certificate: Path

    def pool(self, name: str = NAME) -> urllib3.HTTPSConnectionPool:
        """Connections on which the client has asked for ``name``."""
        return urllib3.HTTPSConnectionPool(
            "127.0.0.1",
            self.port,
            ca_certs=str(self.certificate),
            server_hostname=name,
            assert_hostname=NAME,
            retries=False,
            timeout=PATIENCE_SECONDS,
        )


@dataclass
class Reader:
    """Somebody with a browser in front of the cache, who keeps cookies as browsers do."""

    front: Front
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pool = self.front.pool()

    def ask(
        self,
        path: str,
        method: str = "GET",
        *,
        headers: Mapping[str, str] | None = None,
        fields: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        sent = {"Host": NAME, **(headers or {})}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        more = {"encode_multipart": False, "fields": fields} if fields else {"body": body}
        found = self.pool.request(
            method,
            path,
            headers=sent,
            redirect=False,
            decode_content=False,
            **more,
        )
        self._keep(found.headers.getlist("Set-Cookie"))
        return Answer(found.status, found.headers, found.data)

    def _keep(self, lines: list[str]) -> None:
        for line in lines:
            for name, morsel in SimpleCookie(line).items():
                if morsel.value and morsel["max-age"] != "0":
                    self.cookies[name] = morsel.value
                else:
                    self.cookies.pop(name, None)


@contextmanager
def nginx(folder: Path, upstream: int, changes: Mapping[str, str] | None = None) -> Iterator[Front]:
    """Run nginx in front of the port ``upstream``; ``changes`` spoil the configuration."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if program is None:
        cannot_run("nginx is not installed (apt-get install nginx)")
    folder.mkdir()
    port, plain_port, *others = _free_ports(4)
    front = Front(port, plain_port, folder / "certificate.pem")
    _certify(front.certificate, folder / "key.pem")
    text = CONFIGURATION.read_text(encoding="utf-8")
    ours = {
        "/var/cache/nginx/charta": str(folder / "cache"),
        "/etc/ssl/charta/fullchain.pem": str(front.certificate),
        "/etc/ssl/charta/privkey.pem": str(folder / "key.pem"),
        "http://unix:/run/charta/charta.sock": f"http://127.0.0.1:{upstream}",
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 80": f"listen 127.0.0.1:{plain_port}",
        "listen [::]:443": f"listen 127.0.0.1:{others[0]}",
        "listen [::]:80": f"listen 127.0.0.1:{others[1]}",
        **(changes or {}),
    }
    for there, here in ours.items():
        assert there in text, f"{CONFIGURATION.name} says {there!r} no more"
        text = text.replace(there, here)
    (folder / "charta.conf").write_text(text, encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    around = folder / "nginx.conf"
    around.write_text(AROUND.format(folder=folder, user=user), encoding="utf-8")
    process = subprocess.Popen(
        [program, "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(around)]
    )
    try:
        _wait(process, port, folder / "error.log")
        yield front
    finally:
        process.terminate()
        process.wait(PATIENCE_SECONDS)


def _free_ports(number: int) -> list[int]:
    asking = [socket.socket() for _ in range(number)]
    try:
        for one in asking:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in asking]
    finally:
        for one in asking:
            one.close()


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    ends = time.monotonic() + PATIENCE_SECONDS
    while process.poll() is None and time.monotonic() < ends:
        with socket.socket() as asking:
            if asking.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    said = log.read_text() if log.exists() else ""
    raise AssertionError(f"nginx does not run: {said}")


def _certify(certificate: Path, key_file: Path) -> None:
    """A certificate for :data:`NAME` that it has signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    key_file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )


def account_in(page: str) -> str:
    """Whose page it is, by the corner of the header; empty for nobody's."""
    found = re.search(r"Konto:\s*</span>([^<]*)</a>", page)
    return found[1].strip() if found else ""
