"""What people do with their accounts: the only writers here."""

from charta.accounts.services.entering import (
    ask_to_enter,
    confirm_second_step,
    enter_by_link,
    prove_again,
    sign_in,
)
from charta.accounts.services.erasing import erase
from charta.accounts.services.factors import (
    begin_authenticator,
    confirm_authenticator,
    new_recovery_codes,
    remove_authenticator,
    switch_off,
    switch_on,
    take_second_step,
)
from charta.accounts.services.moving import ask_to_move, move
from charta.accounts.services.passkeys import (
    add_passkey,
    name_passkey,
    remove_passkey,
    use_passkey,
)
from charta.accounts.services.people import (
    ask_for_reset,
    change_password,
    confirm,
    create_person,
    join,
    rename,
    rename_person,
    reset_password,
    send_confirmation_again,
    sign_up,
)
from charta.accounts.services.places import end_other_sign_ins, end_sign_in

__all__ = [
    "add_passkey",
    "ask_for_reset",
    "ask_to_enter",
    "ask_to_move",
    "begin_authenticator",
    "change_password",
    "confirm",
    "confirm_authenticator",
    "confirm_second_step",
    "create_person",
    "end_other_sign_ins",
    "end_sign_in",
    "enter_by_link",
    "erase",
    "join",
    "move",
    "name_passkey",
    "new_recovery_codes",
    "prove_again",
    "remove_authenticator",
    "remove_passkey",
    "rename",
    "rename_person",
    "reset_password",
    "send_confirmation_again",
    "sign_in",
    "sign_up",
    "switch_off",
    "switch_on",
    "take_second_step",
    "use_passkey",
]
