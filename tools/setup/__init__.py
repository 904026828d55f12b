"""Set-up: from a bare Python to a work tree that runs.

Nothing here may be imported from outside the standard library, because it runs before anything
is installed. Each step remembers a fingerprint of what it was made from, so that a second
set-up only compares and is done.
"""
