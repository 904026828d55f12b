"""The text of a file that an institution has sent: bytes in, words out. Nothing of it runs."""

from charta.intake.documents.reading import ACCEPTED, MOST_BYTES, read

__all__ = ["ACCEPTED", "MOST_BYTES", "read"]
