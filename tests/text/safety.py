"""Is a piece of HTML safe? Judged by a parser that took no part in making it."""

import html
import re
from html.parser import HTMLParser

ATTRIBUTES = {"a": {"href", "rel"}, "ol": {"start"}, "th": {"scope"}}
COMMENT_TAGS = frozenset(re.findall(r"\w+", "p br em strong code pre blockquote ul ol li hr a"))
CLAUSE_TAGS = COMMENT_TAGS | set(re.findall(r"\w+", "h3 h4 h5 h6 table thead tbody tr th td"))

_INVISIBLE = re.compile(r"[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


class _Finder(HTMLParser):
    def __init__(self, tags: frozenset[str] | set[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.tags = tags
        self.found: list[str] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.tags:
            self.found.append(f"tag {tag}")
        for name, value in attrs:
            if name not in ATTRIBUTES.get(tag, set()):
                self.found.append(f"attribute {tag} {name}")
            if name == "href" and not leads_outside(value or ""):
                self.found.append(f"address {value!r}")

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_comment(self, data: str) -> None:
        self.found.append(f"comment {data!r}")

    def handle_decl(self, decl: str) -> None:
        self.found.append(f"declaration {decl!r}")

    def handle_pi(self, data: str) -> None:
        self.found.append(f"instruction {data!r}")

    def unknown_decl(self, data: str) -> None:
        self.found.append(f"declaration {data!r}")


def leads_outside(address: str) -> bool:
    """Whether a browser would take an address for http, https or mailto, and for nothing else."""
    bare = _INVISIBLE.sub("", html.unescape(address)).lower()
    return bare.startswith(("http://", "https://", "mailto:"))


def faults(source: str, *, comment: bool = False) -> list[str]:
    """What must not be in `source`; empty when it is safe."""
    finder = _Finder(COMMENT_TAGS if comment else CLAUSE_TAGS)
    finder.feed(source)
    finder.close()
    return finder.found


def words_of(source: str) -> str:
    """The text of a piece of HTML without any blanks, as the other parser reads it."""
    finder = _Finder(CLAUSE_TAGS)
    finder.feed(source)
    finder.close()
    return "".join("".join(finder.text).split())
