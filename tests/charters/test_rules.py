"""What may be called what, without application or database."""

from __future__ import annotations

import pytest

from charta.charters import rules
from charta.core.actors import Role
from charta.core.errors import Invalid


@pytest.mark.parametrize("slug", ["stralsund", "a", "smart-city-2", "9", "x" * 50])
def test_what_an_address_may_be(slug: str) -> None:
    rules.check_slug(slug)


@pytest.mark.parametrize(
    "slug",
    ["", "Stralsund", "grün", "-a", "a-", "a b", "a/b", "a_b", "x" * 51, "ａ", "konto", "static"],
)
def test_what_no_address_may_be(slug: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_slug(slug)
    assert refused.value.field == "slug"


@pytest.mark.parametrize("code", ["MO", "MOB", "BILDNG"])
def test_what_a_code_may_be(code: str) -> None:
    rules.check_code(code)


@pytest.mark.parametrize(
    "code", ["", "M", "MOBILIT", "mob", "MÖB", "M1", "M-B", "MOB ", "MOB\n", "ＭＯＢ"]
)
def test_what_no_code_may_be(code: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_code(code)
    assert refused.value.field == "code"


@pytest.mark.parametrize(
    ("role", "charter", "department"),
    [
        (Role.ADMIN, False, False),
        (Role.EDITOR, True, False),
        (Role.REVIEWER, True, True),
    ],
)
def test_roles_that_can_be_granted(role: Role, charter: bool, department: bool) -> None:
    rules.check_role(role, charter, department)


@pytest.mark.parametrize(
    ("role", "charter", "department", "field"),
    [
        (Role.CITIZEN, True, False, "role"),
        (Role.EDITOR, False, False, "role"),
        (Role.REVIEWER, True, False, "department"),
        (Role.EDITOR, True, True, "department"),
    ],
)
def test_roles_that_cannot(role: Role, charter: bool, department: bool, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.check_role(role, charter, department)
    assert refused.value.field == field
