# Utvalgsbot: `make run` starts it, `make test` tests it.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CLIENT := sandbox/client
CLIENT_BUILT := $(CLIENT)/dist/.built
INSTALLED := $(VENV)/.installed
PORT ?= 3979
BOT_PORT ?= 3978

.PHONY: run test check mutants bench format setup clean needs-python needs-node

run: setup
	@exec $(BIN)/python -m sandbox --port $(PORT) --bot-port $(BOT_PORT) $(if $(FRESH),--fresh) $(if $(EMPTY),--empty)

# Two at a time, a file's tests in one process.
test: setup check
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(CLIENT)/node_modules/.bin/pyright
	cd $(CLIENT) && npm run --silent check

format: setup
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# Bugs planted one at a time: the tests must find each of them.
mutants: setup
	$(BIN)/python -m tests.mutants

bench: setup
	$(BIN)/python -m benchmarks $(BENCH)

setup: needs-python needs-node $(INSTALLED) $(CLIENT_BUILT)

needs-python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || \
	  { echo "Python 3.11 or newer is missing: install it, or name it with PYTHON=..." >&2; exit 1; }

needs-node:
	@command -v node >/dev/null && command -v npm >/dev/null || \
	  { echo "Node 20 or newer with npm is missing: install it and run the same command again." >&2; exit 1; }

$(INSTALLED): requirements-dev.lock
	@echo "Installing Python packages (about a minute, once) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

$(CLIENT_BUILT): $(CLIENT)/package-lock.json $(shell find $(CLIENT)/src $(CLIENT)/public -type f 2>/dev/null) $(wildcard $(CLIENT)/*.mjs)
	@echo "Building the page ..."
	@cd $(CLIENT) && npm ci --silent --no-audit --no-fund && npm run --silent build
	@touch $@

clean:
	rm -rf $(VENV) $(CLIENT)/node_modules $(CLIENT)/dist
