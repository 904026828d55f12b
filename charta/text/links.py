"""Where a link leads: only http, https and mailto; anything else stays the text it was."""

import html
import re

MAX_ADDRESS = 2_000
"""Characters of one address."""

_DESTINATION = re.compile(
    r"\([ \n]*+"
    r"(?:<(?P<angled>[^<>\n]*+)>|(?P<plain>(?:[^\s()<>\\]|\\[!-/:-@\[-`{-~]|\([^\s()<>\\]*+\))++))"
    r"(?:[ \n]++(?:\"[^\"\n]*+\"|'[^'\n]*+'|\([^()\n]*+\)))?+"
    r"[ \n]*+\)"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_WEB = re.compile(r"https?://[^\s<>\"\\/?#][^\s<>\"\\]*+", re.IGNORECASE)
_MAIL = re.compile(r"mailto:[^\s<>\"\\@:]+@[^\s<>\"\\@]+", re.IGNORECASE)
_SENTENCE_END = ".,;:!?'\"*_~»«›‹“”„‘’…–—|"


def destination(text: str, start: int) -> tuple[str, int] | None:
    """The address in the round brackets that open at `start` and the place after them.

    None where the brackets do not hold an address that may be linked. A title in quotation marks
    is understood and left out: on a phone nobody could read it.
    """
    found = _DESTINATION.match(text, start)
    if found is None:
        return None
    raw = found["angled"] if found["angled"] is not None else found["plain"]
    href = address(html.unescape(_ESCAPED.sub(r"\1", raw)).strip())
    return (href, found.end()) if href else None


def address(raw: str) -> str | None:
    """`raw` as the value of an href, or None where it may not be linked."""
    if len(raw) > MAX_ADDRESS or not (_WEB.fullmatch(raw) or _MAIL.fullmatch(raw)):
        return None
    return raw


def bare(run: str) -> str:
    """The part of `run`, an address standing in a sentence, that belongs to the address.

    Punctuation at the end belongs to the sentence, and so does a closing bracket that was not
    opened in the address.
    """
    surplus = run.count(")") - run.count("(")
    end = len(run)
    while end:
        last = run[end - 1]
        if last == ")" and surplus > 0:
            surplus -= 1
        elif last not in _SENTENCE_END:
            break
        end -= 1
    return run[:end]
