"""People in front of a real browser: they see labels and buttons, not addresses."""

from __future__ import annotations

import re
from typing import Self

from playwright.sync_api import Locator, Page, expect

from tests.support.cast import PASSWORD


class Somebody:
    """One person with a browser of their own."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, email: str, password: str = PASSWORD) -> Self:
        self.go("/konto/anmelden/")
        self.fill("E-Mail-Adresse", email)
        self.fill("Passwort", password)
        return self.press("Anmelden")

    def go(self, path: str) -> Self:
        self.page.goto(path)
        return self

    def follow(self, words: str, *, exact: bool = True) -> Self:
        """Follow the first link in the main part with these words."""
        self.page.locator("main").get_by_role("link", name=words, exact=exact).first.click()
        self.page.wait_for_load_state()
        return self

    def fill(self, label: str, text: str) -> Self:
        self._field(label).first.fill(text)
        return self

    def choose(self, label: str, option: str) -> Self:
        """Choose in a list, or tick among several."""
        field = self._field(label)
        if field.count() and field.first.evaluate("element => element.tagName") == "SELECT":
            value = field.first.locator("option").filter(has_text=option).first
            field.first.select_option(value=value.get_attribute("value"))
        else:
            group = self.page.locator("main").get_by_role("group", name=re.compile(label))
            group.get_by_label(re.compile(rf"^\s*{re.escape(option)}")).first.check()
        return self

    def tick(self, label: str) -> Self:
        self.page.locator("main").get_by_label(label).first.check()
        return self

    def press(self, words: str) -> Self:
        """Press the button that begins with these words, a pattern; wait for what comes."""
        self.page.locator("main").get_by_role("button", name=re.compile(f"^{words}")).first.click()
        self.page.wait_for_load_state()
        return self

    def sees(self, *words: str) -> Self:
        for text in words:
            expect(self.page.locator("main")).to_contain_text(text)
        return self

    def does_not_see(self, *words: str) -> Self:
        for text in words:
            expect(self.page.locator("main")).not_to_contain_text(text)
        return self

    def _field(self, label: str) -> Locator:
        pattern = re.compile(rf"^\s*{re.escape(label)}(\s|$)")
        return self.page.locator("main").get_by_label(pattern)
