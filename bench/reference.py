"""What everything is compared with: a bare Flask view that returns 200 bytes."""

from flask import Flask

app = Flask(__name__)
BODY = "x" * 200


@app.get("/")
def reference() -> str:
    return BODY
