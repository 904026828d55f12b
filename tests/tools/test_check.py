"""The checks of locks and files see what they are for."""

from __future__ import annotations

from tools.check import committed, npm_lock, python_lock

LOCK = """\
flask==3.1.2 \\
    --hash=sha256:abc
    # via charta (pyproject.toml)
jinja2==3.1.6 \\
    --hash=sha256:def
    # via flask
"""


def test_a_lock_in_order() -> None:
    assert list(python_lock(["Flask>=3.1"], LOCK)) == []


def test_a_stale_lock() -> None:
    assert list(python_lock(["flask>=3.2"], LOCK)) == ["flask>=3.2 is locked as 3.1.2"]
    assert list(python_lock(["flask", "nh3"], LOCK)) == ["nh3 is not locked"]
    assert list(python_lock([], LOCK)) == ["flask is locked as ours, but nobody asks for it"]


def test_a_lock_without_hash_or_with_an_address() -> None:
    bare = LOCK.replace("--hash=sha256:def", "").replace("# via flask", "# https://example.org")
    assert list(python_lock(["flask"], bare)) == ["jinja2 has no hash", "it names an address"]


def test_npm() -> None:
    entry = {"version": "1.0.0", "integrity": "sha512-abc"}
    package = {"dependencies": {"left": "1.0.0"}}
    lock = {"packages": {"": package, "node_modules/left": entry}}
    assert list(npm_lock(package, lock)) == []
    assert list(npm_lock({}, lock)) == ["dependencies differ from package.json"]
    entry["resolved"] = "https://example.org/left.tgz"
    del entry["integrity"]
    faults = ["node_modules/left names an address", "node_modules/left has no hash"]
    assert list(npm_lock(package, lock)) == faults


def test_what_may_not_be_committed() -> None:
    assert list(committed("charta/static/css/charta.css", b"p {\n}\n")) == []
    assert list(committed("charta/static/vendor/kern.css", b"")) == [
        "is a foreign or generated file"
    ]
    assert list(committed("charta/static/js/x.js", b"x" * 3000)) == ["looks minified"]
    address = b"https://files.python" + b"hosted.org/x"
    assert list(committed("README.md", address)) == [f"names a registry: {address[14:-2].decode()}"]
