"""A stretch of a text: from which character, and before which; an insertion has no length."""

Span = tuple[int, int]
