"""What is done about reported contributions."""

from charta.moderation.services.deciding import decide, take
from charta.moderation.services.objecting import hear, object_to
from charta.moderation.services.reporting import Filled, report

__all__ = ["Filled", "decide", "hear", "object_to", "report", "take"]
