.PHONY: help setup run test test-long lint format bench translations debian

# Only a change of the pinned packages, or of Python, sets the environment up again.
RUNTIME := .venv/runtime.done
TOOLS := .venv/tools.done
PAPER_TOOLS := tests/tools/node_modules/.package-lock.json
PYTHON ?= python3

# A file of tests stays in one process: its order and its servers are its own.
# Three of them, for a browser's test waits more than it works; the long files come first.
WORKERS ?= -n 3 --dist loadfile --no-loadscope-reorder

export LUOT_DATABASE ?= var/office.db

help:      ## Show this list
	@grep -E '^[a-z-]+: .*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: $(TOOLS) $(PAPER_TOOLS) ## Install everything into .venv

run: $(RUNTIME) ## Start the sample office in trial mode, with the built-in virtual printer
	@LUOT_TRIAL=$${LUOT_TRIAL-1} ./run.sh

test: $(TOOLS) debian $(PAPER_TOOLS) ## Run the tests (at most ten minutes)
	@.venv/bin/python -m pytest $(WORKERS) $(ARGS)
	@if command -v node >/dev/null; then node --test tests/*.test.mjs; \
	else echo "LEFT OUT: the tests of the ES modules, for node is missing."; fi

test-long: $(TOOLS) debian $(PAPER_TOOLS) ## Run the tests with full counts
	@LUOT_LONG=1 .venv/bin/python -m pytest $(WORKERS) $(ARGS)

lint: $(TOOLS) ## Check style and types
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy

format: $(TOOLS) ## Put every file into house style
	@.venv/bin/ruff check --fix .
	@.venv/bin/ruff format .

bench: $(TOOLS) ## Measure speed as ratios to limits; QUICK=1 for a short run
	@.venv/bin/python -m bench

CATALOGUE := office/translations/en/LC_MESSAGES/messages

translations: $(TOOLS) ## Take new sentences into the English catalogue, and compile it
	@template=$$(mktemp) && trap 'rm -f '$$template EXIT && \
	.venv/bin/pybabel -q extract -F babel.cfg --add-location=file -o $$template . && \
	.venv/bin/pybabel -q update -i $$template -o $(CATALOGUE).po -l en -w 88 \
		--no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date && \
	.venv/bin/pybabel -q compile -i $(CATALOGUE).po -o $(CATALOGUE).mo -l en

debian:
	@tests/debian.sh

.venv/bin/python:
	@$(PYTHON) -m venv .venv || { echo "Python's venv module is missing: install python3-venv."; exit 1; }

$(RUNTIME): requirements.txt | .venv/bin/python
	@.venv/bin/python -m pip install -q --disable-pip-version-check -r requirements.txt
	@touch $@

$(TOOLS): requirements.txt requirements-dev.txt | .venv/bin/python
	@.venv/bin/python -m pip install -q --disable-pip-version-check -r requirements-dev.txt
	@touch $(RUNTIME) $@

$(PAPER_TOOLS): tests/tools/package.json tests/tools/package-lock.json
	@if ! command -v npm >/dev/null; then echo "LEFT OUT: the tests with npos and receiptio, for npm is missing."; \
	else npm ci --silent --prefix tests/tools && touch $@ || \
	echo "LEFT OUT: the tests with npos and receiptio, for npm could not install them."; fi
