"""PDF for everybody: tagged, with language and title, claiming PDF/UA-1.

Typst sets the pages. It keeps all it has made in memory, some 400 kilobytes a row, so a long
paper is set in pieces, each by a process of its own (``typesetting``), and the pieces are joined
into one file object by object (``joining``).
"""
