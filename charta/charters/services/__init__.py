"""What can be done with a charter, by noun."""

from __future__ import annotations

from charta.charters.services.charters import (
    change_charter,
    create_charter,
    demand_second_step,
    hold_first,
)
from charta.charters.services.invitations import (
    accept_invitation,
    invite,
    join_by_invitation,
    send_again,
    withdraw_invitation,
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
from charta.charters.services.members import (
    change_role,
    give_another_role,
    grant_role,
    withdraw_role,
)

__all__ = [
    "accept_invitation",
    "add_department",
    "add_group",
    "add_theme",
    "change_charter",
    "change_legal_page",
    "change_role",
    "create_charter",
    "demand_second_step",
    "give_another_role",
    "grant_role",
    "hold_first",
    "invite",
    "join_by_invitation",
    "move",
    "remove",
    "rename",
    "send_again",
    "withdraw_invitation",
    "withdraw_role",
]
