"""DOCX, made to be edited: real headings, real tables, a table of contents that Word updates.

python-docx makes the frame (styles, header, footer, properties); the body is written as a stream
beside it, since a tree of ten thousand rows would take gigabytes.
"""
