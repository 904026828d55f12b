"""``make run``: the demonstration with everything it needs, in the foreground.

The database is built beside its place and moved there when the demonstration has been loaded,
so that a start that was interrupted is simply done again and a later one keeps all data.
"""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path

from tools.places import PYTHON, ROOT, VAR
from tools.supervisor import Company, Ended, Stopped, company

HOST = "127.0.0.1"
WORKERS = 2
THREADS = 4
START_SECONDS = 60
DATABASE = VAR / "charta.sqlite3"
FLASK = (str(PYTHON), "-m", "flask", "--app", "wsgi")


def server(at: int | Path, application: str = "wsgi:application") -> list[str]:
    """Compose the call of the web server, at a port of this machine or at a socket file. Only at
    a socket file no connection is lost when the workers are renewed (SIGHUP)."""
    place = {"--host": HOST, "--port": str(at)}
    if isinstance(at, Path):
        place = {"--uds": str(at), "--uds-permissions": "0o660"}
    options = {
        "--interface": "wsgi",
        **place,
        "--workers": str(WORKERS),
        "--blocking-threads": str(THREADS),
        "--workers-kill-timeout": "5s",
        "--respawn-interval": "5",
        "--log-level": "warning",
    }
    arguments = [part for option in options.items() for part in option]
    return [str(PYTHON), "-m", "tools.serve", *arguments, "--respawn-failed-workers", application]


def workers(server: int) -> set[int]:
    """The processes in which the web server with this process id answers."""
    children = Path(f"/proc/{server}/task/{server}/children").read_text().split()
    return {int(child) for child in children if not _keeps_house(child)}


def _keeps_house(process: str) -> bool:
    """Python's own helper, which tidies up after the others."""
    try:
        return b"resource_tracker" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return True


def environment(port: int) -> dict[str, str]:
    """Add the settings of the demonstration to what we were started with."""
    return {
        "CHARTA_LOG_LEVEL": "WARNING",
        **os.environ,
        "CHARTA_ENVIRONMENT": "demonstration",
        "CHARTA_SECRET_KEY": secret(VAR / "secret"),
        "CHARTA_DATABASE_URL": f"sqlite:///{DATABASE}",
        "CHARTA_BASE_URL": f"http://{HOST}:{port}",
    }


def secret(file: Path) -> str:
    """Read the secret of this work tree; the first start makes it, for its owner's eyes only."""
    if not file.exists():
        handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "w") as new:
            new.write(secrets.token_hex(32))
    return file.read_text()


def prepare(settings: Mapping[str, str]) -> None:
    """Bring the database up to date; the first time load the demonstration into it."""
    if DATABASE.exists():
        flask(settings, "database", "upgrade")
        return
    print("Lade die Demonstration (einmalig) …", flush=True)
    building = VAR / "building.sqlite3"
    for rest in VAR.glob(f"{building.name}*"):
        rest.unlink()
    new = {**settings, "CHARTA_DATABASE_URL": f"sqlite:///{building}"}
    flask(new, "database", "upgrade")
    flask(new, "demo", "load")
    building.rename(DATABASE)


def flask(settings: Mapping[str, str], *arguments: str) -> None:
    subprocess.run([*FLASK, *arguments], cwd=ROOT, env=settings, check=True)


def free(port: int) -> bool:
    with socket.socket() as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as asking:
        asking.bind((HOST, 0))
        port: int = asking.getsockname()[1]
    return port


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://{HOST}:{port}/readyz", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def serve(programs: Company, port: int) -> None:
    """Run web server and worker until told to stop; raises ``Ended`` or ``Stopped``."""
    programs.start("Webserver", server(port))
    programs.start("Hintergrunddienst", [*FLASK, "worker"])
    if not programs.wait_until(lambda: ready(port), START_SECONDS):
        raise Ended(f"Der Webserver war nach {START_SECONDS} Sekunden nicht bereit.")
    flask(programs.environment, "demo", "people")
    print(f"\nCharta läuft: http://{HOST}:{port}/   (Ende mit Strg+C)\n", flush=True)
    programs.wait_until(lambda: False, float("inf"))


def main() -> int:
    port = int(os.environ.get("PORT", "8000"))
    if not free(port):
        print(f"Port {port} ist belegt. Ein anderer: make run PORT={port + 80}", file=sys.stderr)
        return 1
    VAR.mkdir(exist_ok=True)
    settings = environment(port)
    try:
        with company(settings) as programs:
            prepare(settings)
            serve(programs, port)
    except Stopped:
        return 0
    except (Ended, subprocess.CalledProcessError) as problem:
        print(problem, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
