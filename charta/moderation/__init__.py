"""Moderation by the book: reports, reasoned decisions, objections heard by somebody else."""
