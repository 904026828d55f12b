"""``make soak``: people write while servers are killed; what was confirmed must be there."""
