"""What the Makefile calls: set-up, the supervisor of `make run` and the checks of `make check`."""
