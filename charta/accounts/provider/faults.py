"""What may go wrong between us, a browser and the provider."""

from __future__ import annotations

from enum import StrEnum

from charta.core.errors import CharterError


class Fault(StrEnum):
    """Each has a sentence of its own on the screen, and no more than its name in the log."""

    UNREACHABLE = "unreachable"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNTRUSTED = "untrusted"
    NO_ADDRESS = "no_address"
    NOT_INVITED = "not_invited"
    SOMEBODY_ELSE = "somebody_else"
    STALE = "stale"


STATUS = {Fault.UNREACHABLE: 503, Fault.NOT_INVITED: 403}


class ProviderFault(CharterError):
    """Nobody comes in this way now; ``fault`` says why."""

    status = 422

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault
        self.status = STATUS.get(fault, 422)
