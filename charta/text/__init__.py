"""Texts: from Markdown to safe HTML, what differs between two of them, and where a passage went.

Pure: strings in, values out. Nothing here knows a database, a request or another package of
Charta. The doors are named first, what stands behind each of them after it:

``markdown``      ``render``: safe HTML, plain text, blocks (``Rendered``)
                  before the parser: normalising, limits, layout, lines, splitting, tables
                  the parser: structure, inline, emphasis, links, building
                  after it: sanitising (bleach, then nh3), plain (words and blocks; the last look)
                  ``long``: texts of institutions, piece by piece
``diff``          ``blocks`` and ``words``: two texts compared for the eyes of a reader
                  alignment, pairs (blocks); wording (words); presenting, stretches, stepping
``anchors``       ``carry``: where passages of one text stand in another, with a verdict
                  placements (the values), carrying, tracing, settling, successors, rivals,
                  placed_words
``sentences``     the sentences of a text, to choose among
``quoting``       what somebody means who quotes: capitals, dashes and quotation marks do not count
``highlighting``  passages marked in the stored HTML, with links
``replacing``     other words for a passage, put into the Markdown source
                  sourcemap, patching, escaping; formatting (whether all around kept its form)
``merging``       two changes of one source brought together, and whether they touch
``similarity``    ``groups`` and ``alike``: contributions that say the same, and their words
                  stems, claims (what a text says, and what contradicts it), leading (groups)

Tokens (words as a German reader counts them), matching (what two sequences have in common) and
spans are used by all of them.
"""
