"""The second and third door: bleach, then nh3, both from one table.

bleach parses with html5lib, nh3 with html5ever. nh3 cleans what bleach let through, so a tag,
an attribute or an address stands in the result only when both parsers allow it: where they
disagree, the stricter wins. What bleach does not allow it turns into text, so nothing a person
typed disappears.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

import nh3
from bleach.sanitizer import Cleaner

from charta.text.normalising import without_forbidden

type_of_table = Mapping[str, frozenset[str]]

SCHEMES = frozenset({"http", "https", "mailto"})
REL = "nofollow noopener ugc"

_NOTHING: frozenset[str] = frozenset()
_PROSE = ("p", "br", "em", "strong", "code", "pre", "blockquote", "ul", "li", "hr")
COMMENT: type_of_table = MappingProxyType(
    {
        **dict.fromkeys(_PROSE, _NOTHING),
        "ol": frozenset({"start"}),
        "a": frozenset({"href"}),
    }
)
"""Tags and attributes a comment may have."""

CLAUSE: type_of_table = MappingProxyType(
    {
        **COMMENT,
        **dict.fromkeys(("h3", "h4", "h5", "h6"), _NOTHING),
        **dict.fromkeys(("table", "thead", "tbody", "tr", "th", "td"), _NOTHING),
    }
)
"""Tags and attributes the text of a clause or section may have."""

ADDED: type_of_table = MappingProxyType({"a": frozenset({"rel"}), "th": frozenset({"scope"})})
"""Attributes that we set ourselves, on top of either table."""

_ADDED_VALUES = {"a": {"rel": REL}, "th": {"scope": "col"}}
_HREF = re.compile(r"(?:https?://|mailto:)[^\s<>\"\\]+", re.IGNORECASE)
_START = re.compile(r"[0-9]{1,9}")


def allows(table: type_of_table, tag: str, name: str, value: str) -> bool:
    """Whether `table` allows the attribute `name` with this value on `tag`."""
    if name not in table.get(tag, _NOTHING):
        return False
    return bool((_HREF if name == "href" else _START).fullmatch(value))


def cleaned(html: str, table: type_of_table) -> str:
    """`html` with nothing in it that `table` does not allow, cleaned by both libraries."""
    return without_forbidden(by_nh3(by_bleach(html, table), table))


def by_bleach(html: str, table: type_of_table) -> str:
    """What bleach makes of `html`; disallowed tags become text."""
    cleaner = Cleaner(
        tags=frozenset(table),
        attributes=lambda tag, name, value: allows(table, tag, name, value),
        protocols=SCHEMES,
        strip=False,
        strip_comments=True,
    )
    return str(cleaner.clean(html))


def by_nh3(html: str, table: type_of_table) -> str:
    """What nh3 makes of `html`; the attributes of ADDED are set here."""
    return nh3.clean(
        html,
        tags=set(table),
        clean_content_tags={"script", "style"},
        attributes={tag: set(names) for tag, names in table.items() if names},
        attribute_filter=lambda tag, name, value: (
            value if name in ADDED.get(tag, _NOTHING) or allows(table, tag, name, value) else None
        ),
        strip_comments=True,
        link_rel=None,
        generic_attribute_prefixes=set(),
        set_tag_attribute_values={
            tag: values for tag, values in _ADDED_VALUES.items() if tag in table
        },
        url_schemes=set(SCHEMES),
        url_relative="deny",
    )
