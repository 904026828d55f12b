"""A block of the old text beside what became of it."""

from dataclasses import dataclass
from typing import Literal

from charta.text.plain import Block
from charta.text.wording import Edit

Kind = Literal["same", "changed", "moved", "added", "removed"]


@dataclass(frozen=True, slots=True)
class BlockPair:
    """An old block and what became of it.

    ``same`` has one ``equal`` edit; ``reformatted`` says that it is, say, a heading now.
    ``moved`` may have edits too. ``old`` is None for ``added``, ``new`` for ``removed``. The
    positions count blocks from 0. Joined, ``equal`` and ``delete`` give the old text, ``equal``
    and ``insert`` the new one.
    """

    kind: Kind
    old: Block | None
    new: Block | None
    old_position: int | None
    new_position: int | None
    edits: tuple[Edit, ...]

    @property
    def old_text(self) -> str:
        """The words of the old block."""
        return "".join(edit.text for edit in self.edits if edit.op != "insert")

    @property
    def new_text(self) -> str:
        """The words of the new block."""
        return "".join(edit.text for edit in self.edits if edit.op != "delete")

    @property
    def reformatted(self) -> bool:
        """Whether both blocks exist and are of different kinds or levels."""
        if self.old is None or self.new is None:
            return False
        return (self.old.kind, self.old.level) != (self.new.kind, self.new.level)

    @property
    def quiet(self) -> bool:
        """Whether a reader sees no difference, not even in form."""
        return self.kind == "same" and not self.reformatted

    @property
    def block(self) -> Block:
        """The new block, or the old one where there is no new one."""
        block = self.new or self.old
        if block is None:
            raise ValueError("a pair has at least one block")
        return block
