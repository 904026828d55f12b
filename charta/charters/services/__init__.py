"""What can be done with a charter, by noun."""

from __future__ import annotations

from charta.charters.services.charters import (
    change_charter,
    create_charter,
    demand_second_step,
)
from charta.charters.services.legal import change_legal_page
from charta.charters.services.lists import (
    add_department,
    add_group,
    add_theme,
    move,
    remove,
    rename,
)
from charta.charters.services.members import grant_role, withdraw_role

__all__ = [
    "add_department",
    "add_group",
    "add_theme",
    "change_charter",
    "change_legal_page",
    "create_charter",
    "demand_second_step",
    "grant_role",
    "move",
    "remove",
    "rename",
    "withdraw_role",
]
