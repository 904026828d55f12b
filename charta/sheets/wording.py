"""The states of a row in words, with the tone of their badges."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from charta.sheets.judging import State

STATES = {
    State.TAKEN: _l("wird übernommen"),
    State.DUPLICATE: _l("doppelt"),
    State.FAULTY: _l("fehlerhaft"),
}

TONES = {State.TAKEN: "success", State.DUPLICATE: "info", State.FAULTY: "danger"}
