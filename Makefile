# Every target first creates the virtual environment if it is missing or older than its lock, so Python is all you need.
# `make help` lists the targets.

VENV := .venv
STAMP := $(VENV)/.sevenfold
LOCK := requirements/dev.txt
BIN := $(VENV)/bin

# The first interpreter that is new enough; choose another with `make setup PYTHON=/path/to/python`.
NEW_ENOUGH := import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	"$$python" -c '$(NEW_ENOUGH)' 2>/dev/null && echo "$$python" && break; done)

# One universal lock for every supported Python and system, without the address of an index.
COMPILE = uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header $(ARGS)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

.PHONY: help
help: ## List the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F ':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

.PHONY: setup
setup: $(STAMP) ## Create the virtual environment from the lock, if needed

.PHONY: fmt
fmt: $(STAMP) ## Format the code and apply automatic fixes
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

.PHONY: check
check: $(STAMP) ## Check format, lint, types and import contracts: all of CI but the tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy .
	$(BIN)/lint-imports

# Tests start processes by the dozen: all but the first find their modules compiled, whatever the environment says.
.PHONY: test
test: $(STAMP) ## Run every test, fast ones first, on all cores (ARGS are pytest's: make test ARGS="-k calendars")
	PYTHONDONTWRITEBYTECODE= $(BIN)/pytest --numprocesses=auto --dist=loadscope --no-loadscope-reorder $(ARGS)

.PHONY: demo
demo: $(STAMP) ## Watch sample leads live through weeks in a minute (ARGS=--once stops at the end)
	$(BIN)/sevenfold demo $(ARGS)

.PHONY: up
up: $(STAMP) ## Start the embedded stack and keep it running (ARGS="--home DIR", ARGS=--json)
	$(BIN)/sevenfold up $(ARGS)

.PHONY: bench
bench: $(STAMP) ## Measure the engine against Temporal alone and print a table
	$(BIN)/python -m bench $(ARGS)

.PHONY: record-history
record-history: $(STAMP) ## Record a replay history for every scenario that has none (ARGS=v2)
	PYTHONPATH=.:tests $(BIN)/python tests/replay/recording.py $(ARGS)

.PHONY: docs
docs: $(STAMP) ## Write docs/settings.md from settings.py, and docs/fields.md from the form of a lead
	$(BIN)/python tests/architecture/settings_table.py > docs/settings.md
	PYTHONPATH=. $(BIN)/python tests/architecture/fields_table.py > docs/fields.md

.PHONY: lock
lock: ## Compile requirements/*.in into the locks (needs uv; ARGS=--upgrade for newer versions)
	@command -v uv >/dev/null || { echo 'make lock needs uv: install it with `pipx install uv`' >&2; exit 1; }
	$(COMPILE) --output-file $(LOCK) requirements/dev.in
	$(COMPILE) --constraints $(LOCK) --output-file requirements/runtime.txt requirements/runtime.in

.PHONY: clean
clean: ## Remove the virtual environment, the caches, and the state of stack and demo
	rm -rf $(VENV) .sevenfold .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment of another lock is updated in place. The project itself is put on the path as an editable install would
# do it, but without a build backend that no lock covers.
$(STAMP): $(LOCK)
	@test -x $(BIN)/pip || "$(PYTHON)" -c '$(NEW_ENOUGH)' 2>/dev/null || { echo \
		'Sevenfold needs Python 3.11 or newer, but "$(or $(PYTHON),python3)" is older or missing:' \
		'install one, or give its path: `make setup PYTHON=/path/to/python3.12`' >&2; exit 1; }
	@echo 'Creating $(VENV) from $(LOCK), once; this takes a minute or two'
	@test -x $(BIN)/pip || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(LOCK)
	@$(BIN)/python -c 'import pathlib, sysconfig; pathlib.Path(sysconfig.get_path("purelib"), "sevenfold.pth").write_text(str(pathlib.Path.cwd()) + "\n")'
	@printf '#!/bin/sh\nexec "%s/python" -P -m starter "$$@"\n' "$(CURDIR)/$(BIN)" > $(BIN)/sevenfold
	@printf '#!/bin/sh\nexec "%s/python" -P -m worker "$$@"\n' "$(CURDIR)/$(BIN)" > $(BIN)/sevenfold-worker
	@chmod +x $(BIN)/sevenfold $(BIN)/sevenfold-worker
	@touch $@
