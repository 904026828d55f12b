"""Reading what people want to hear of and what there is to tell."""

from __future__ import annotations
