"""No payload gets through: neither the whole door nor either library alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charta.text import sanitising
from charta.text.markdown import render, render_comment
from tests.text.payloads import html_payloads, payloads
from tests.text.safety import CLAUSE_TAGS, COMMENT_TAGS, faults, leads_outside

PAYLOADS = payloads()
PRINTABLE = [payload for payload in PAYLOADS if payload.isprintable()]


def test_there_are_enough_payloads_and_they_are_worth_their_name() -> None:
    assert len(PAYLOADS) >= 1_500
    assert len(set(PAYLOADS)) == len(PAYLOADS)
    dangerous = [payload for payload in html_payloads() if faults(payload)]
    assert len(dangerous) >= 0.95 * len(html_payloads())


def test_a_payload_may_call_what_the_caller_likes() -> None:
    assert sum("fired(7)" in payload for payload in payloads("fired(7)")) > 1_000


@pytest.mark.parametrize("comment", [False, True])
def test_no_payload_gets_through_the_door(comment: bool) -> None:
    door = render_comment if comment else render
    chosen = PAYLOADS[::2] if comment else PAYLOADS
    found = {payload: faults(door(payload).html, comment=comment) for payload in chosen}
    assert {payload: what for payload, what in found.items() if what} == {}


@pytest.mark.parametrize("table", [sanitising.CLAUSE, sanitising.COMMENT])
def test_no_payload_gets_through_the_cleaning_alone(table: sanitising.type_of_table) -> None:
    """As if Markdown let raw HTML pass."""
    comment = table is sanitising.COMMENT
    found = {
        payload: faults(sanitising.cleaned(payload, table), comment=comment)
        for payload in PRINTABLE
    }
    assert len(found) > 1_500
    assert {payload: what for payload, what in found.items() if what} == {}


@pytest.mark.parametrize("clean", [sanitising.by_bleach, sanitising.by_nh3])
def test_each_library_alone_stops_every_payload(clean: object) -> None:
    assert callable(clean)
    found = {payload: faults(clean(payload, sanitising.CLAUSE)) for payload in PRINTABLE}
    assert {payload: what for payload, what in found.items() if what} == {}


def test_what_came_out_is_stable() -> None:
    """Cleaning the result again, by either library, changes nothing: no mutation is left."""
    for payload in PAYLOADS[::3]:
        html = render(payload).html
        assert sanitising.by_nh3(html, sanitising.CLAUSE) == html
        assert sanitising.cleaned(html, sanitising.CLAUSE) == html


def test_both_tables_are_what_we_think() -> None:
    assert set(sanitising.CLAUSE) == CLAUSE_TAGS
    assert set(sanitising.COMMENT) == COMMENT_TAGS
    assert not sanitising.CLAUSE["p"]


def test_the_stricter_library_wins(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hole in either one is closed by the other."""
    hole = '<p>a<script>alert(1)</script><a href="javascript:alert(1)" onclick="b">c</a></p>'
    with monkeypatch.context() as patch:
        patch.setattr(sanitising, "by_bleach", lambda html, _: html)
        assert faults(sanitising.cleaned(hole, sanitising.CLAUSE)) == []
    with monkeypatch.context() as patch:
        patch.setattr(sanitising, "by_nh3", lambda html, _: html)
        assert faults(sanitising.cleaned(hole, sanitising.CLAUSE)) == []


def test_should_both_fail_the_text_stands_as_it_was_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sanitising, "cleaned", lambda html, _: "<p>a</p><script>alert(1)</script>")
    rendered = render("**a** <script>")
    assert rendered.html == "<p>**a** &lt;script&gt;</p>"
    assert rendered.plain == "**a** <script>"


def test_our_own_attributes() -> None:
    html = render("[a](https://a.example) <b@b.example>\n\n|a|b|\n|-|-|\n|c|d|").html
    assert html.count('rel="nofollow noopener ugc"') == 2
    assert html.count('<th scope="col">') == 2


@pytest.mark.parametrize("name", ["id", "class", "style", "name", "title", "target", "lang"])
def test_users_set_no_attributes(name: str) -> None:
    html = f'<p {name}="a"><a href="https://a.example" {name}="a">b</a></p>'
    assert f" {name}=" not in sanitising.cleaned(html, sanitising.CLAUSE)
    assert faults(render(html).html) == []


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PAYLOADS), min_size=2, max_size=4), st.integers(0, 40))
def test_payloads_put_together_do_not_get_through(parts: list[str], cut: int) -> None:
    source = parts[0][cut:] + "".join(part[: len(part) - cut] for part in parts[1:])
    assert faults(render(source).html) == []


@pytest.mark.parametrize(
    ("address", "outside"),
    [
        ("https://a.example", True),
        ("mailto:a@a.example", True),
        ("java\tscript:a", False),
        ("&#106;avascript:a", False),
        ("//a.example", False),
        ("", False),
    ],
)
def test_the_judge_knows_addresses(address: str, outside: bool) -> None:
    assert leads_outside(address) is outside
