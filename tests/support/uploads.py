"""Sending files as a browser does; written out here, since the test client would leave a temporary
file open."""

from __future__ import annotations

from werkzeug.test import TestResponse

from tests.support.visitor import Visit, Visitor


def send(
    visitor: Visitor, path: str, content: bytes, name: str, field: str = "file", **values: str
) -> TestResponse:
    """Send a file and some values from a form that is open."""
    line = b"\r\n--grenze\r\nContent-Disposition: form-data; name="
    fields = {"csrf_token": visitor.token(), **values}
    body = b"".join(line + f'"{key}"\r\n\r\n{value}'.encode() for key, value in fields.items())
    body += line + f'"{field}"; filename="{name}"\r\n\r\n'.encode() + content
    return visitor.client.post(
        path,
        data=body[2:] + b"\r\n--grenze--\r\n",
        content_type="multipart/form-data; boundary=grenze",
    )


def upload(visitor: Visitor, path: str, content: bytes, name: str) -> Visit:
    """Send a file and go where it leads."""
    answer = send(visitor, path, content, name)
    if answer.status_code == 303:
        return visitor.open(answer.headers["Location"])
    return Visit(visitor, answer, path)
