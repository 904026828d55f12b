"""Texts in templates: in the language of the page, with values that cannot become markup."""

from __future__ import annotations

import pytest
from flask import Flask, render_template_string
from markupsafe import Markup


def said(app: Flask, template: str, address: str = "/", **values: object) -> str:
    with app.test_request_context(address):
        return render_template_string(template, **values)


def test_a_text_is_in_the_language_of_the_page(app: Flask) -> None:
    for _ in range(2):
        assert said(app, "{{ _('Menü') }}") == "Menü"
        assert said(app, "{{ _('Menü') }}", "/?sprache=en") == "Menu"


def test_values_are_escaped_unless_they_are_markup(app: Flask) -> None:
    template = "{{ _('Idee %(key)s', key=key) }}"
    assert said(app, template, key="<b>") == "Idee &lt;b&gt;"
    assert said(app, template, key=Markup("<b>")) == "Idee <b>"


def test_what_goes_around_a_text_is_escaped_as_well(app: Flask) -> None:
    assert said(app, "{{ _('Menü') ~ key }}", key="<b>") == "Menü&lt;b&gt;"


def test_a_per_cent_sign_is_written_twice(app: Flask) -> None:
    assert said(app, "{{ _('100 %% sicher') }}") == "100 % sicher"
    assert said(app, "{{ _('%(n)s %% sicher', n=7) }}") == "7 % sicher"


def test_in_a_loop_it_says_each_value(app: Flask) -> None:
    template = "{% for key in keys %}{% set k = key %}{{ _('Idee %(key)s', key=k) }} {% endfor %}"
    assert said(app, template, keys=["I-1", "I-2"]) == "Idee I-1 Idee I-2 "


def test_plain_words_stay_plain(app: Flask) -> None:
    """As in mails: nothing is escaped where there is no markup."""
    plain = "{% autoescape false %}{{ _('Idee %(key)s', key=key) ~ key }}{% endautoescape %}"
    assert said(app, plain, key="<b>") == "Idee <b><b>"


@pytest.mark.parametrize(("number", "words"), [(1, "1 Idee"), (2, "2 Ideen")])
def test_a_number_chooses_the_words(app: Flask, number: int, words: str) -> None:
    template = "{{ ngettext('%(num)s Idee', '%(num)s Ideen', number) }}"
    assert said(app, template, number=number) == words


def test_a_text_may_depend_on_what_it_is_about(app: Flask) -> None:
    template = "{{ pgettext('Idee', 'übernommen') }}"
    assert said(app, template) == "übernommen"
    assert said(app, template, "/?sprache=en") != "übernommen"
