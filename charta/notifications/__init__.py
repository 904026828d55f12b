"""Telling people what became of what they said, and when they may speak again."""

from __future__ import annotations
