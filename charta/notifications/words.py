"""What one may choose, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.notifications.rules import Frequency

FREQUENCIES = {
    Frequency.AT_ONCE: _l("gleich, einzeln"),
    Frequency.DAILY: _l("gesammelt, jeden Morgen"),
    Frequency.WEEKLY: _l("gesammelt, jeden Montag"),
    Frequency.NEVER: _l("gar nicht"),
}
