"""Tables as German offices write them: bytes in, rows of words out. Pure."""

from charta.workshops.sheets.reading import Row, Sheet, read

__all__ = ["Row", "Sheet", "read"]
