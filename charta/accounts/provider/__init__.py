"""The identity provider through which people may come (OpenID Connect): what it is, what it says
about itself, the way there and back, and what its answer is worth. Nothing here writes."""

from charta.accounts.provider.answers import answer_to
from charta.accounts.provider.claims import Claims
from charta.accounts.provider.faults import Fault, ProviderFault
from charta.accounts.provider.journeys import Journey, Purpose
from charta.accounts.provider.ours import Provider, configured, of

__all__ = [
    "Claims",
    "Fault",
    "Journey",
    "Provider",
    "ProviderFault",
    "Purpose",
    "answer_to",
    "configured",
    "of",
]
