"""What we promise about speed, measured; each module returns rows of one table."""

from typing import NamedTuple


class Row(NamedTuple):
    """One figure of the table."""

    name: str
    figure: float
    unit: str
    note: str
