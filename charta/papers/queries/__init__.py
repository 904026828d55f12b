"""What papers are made of, read in pages by key, and which papers there are."""
