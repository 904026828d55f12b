# Charta: `make help` says what there is.

PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help run setup test check style types imports locks audit bench soak format messages rights evidence lock clean

help: ## Say what there is
	@echo "Charta: make …"
	@sed -nE 's/^([a-z]+):.*## (.*)/  \1\t\2/p' $(MAKEFILE_LIST) | expand -t 14

run: ## Start the demonstration on http://127.0.0.1:8000 (another port: make run PORT=8080)
	@$(PYTHON) -m tools.setup run
	@exec $(BIN)/python -m tools.run

setup: ## Install everything for development; done again only when something changed
	@$(PYTHON) -m tools.setup develop

test: setup ## Run all tests: SQLite, PostgreSQL, browser (some: make test ARGS="tests/text -k diff")
	CHARTA_REQUIRE_ALL=1 $(BIN)/pytest --engine=both -n 2 $(ARGS)

check: style types imports locks ## Run all checks besides the tests: style, types, imports, locks

style: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports --no-logo

locks: setup
	$(BIN)/python -m tools.check

audit: setup ## Ask whether what is locked is known to be vulnerable, and list all parts (network)
	@$(BIN)/python -m tools.audit

bench: setup ## Measure speed against a bare Flask view
	$(BIN)/python -m bench $(ARGS)

soak: setup ## Kill servers and database while people write (ten minutes each: ARGS="--minutes 60")
	$(BIN)/python -m tools.soak $(ARGS)

format: setup ## Put the code in order, as far as a machine can
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

rights: setup ## Write who may do what into SECURITY.md
	$(BIN)/python -m tools.rights

evidence: setup ## Write the answers to the ASVS into SECURITY.md, and what is kept about people into PRIVACY.md
	$(BIN)/python -m tools.evidence

messages: setup ## Gather the texts of the screens into the translation catalogues
	$(BIN)/python -m tools.messages

lock: setup ## Lock the dependencies again (newer versions: make lock ARGS=--upgrade)
	$(BIN)/python -m tools.lock $(ARGS)

clean: ## Remove what set-up and tools made; the data in var/ stays
	rm -rf .venv node_modules charta/static/vendor charta/papers/fonts .*_cache .hypothesis
	find bench charta migrations tests tools -name __pycache__ -prune -exec rm -rf {} + -o -name '*.mo' -delete
