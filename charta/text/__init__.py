"""Texts: Markdown to safe HTML, and the difference between two texts.

Pure: strings in, values out. Nothing here knows a database, a request or another package of
Charta.
"""
