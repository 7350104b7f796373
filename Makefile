# Townledger 镇账. `make help` lists the targets; everything they need is made by themselves.
SHELL := bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
UV_VERSION := 0.13.9
# The client that many BI tools still ship; the tests open a publication with it, in a folder of its own.
OLD_DUCKDB := 1.4.5
export TOWNLEDGER_HOME ?= data

# No library reports to anybody.
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false

BIN := .venv/bin
UV := $(BIN)/python -m uv
# Compiled once here, every start of the command is twice as quick.
export UV_COMPILE_BYTECODE := 1
MANIFEST := dbt_project/target/parsed/manifest.json
WAREHOUSE := $(shell find dbt_project ingest/dictionary -type f \( -name '*.sql' -o -name '*.yml' -o -name '*.md' -o -name '*.csv' \) \
               -not -path '*/target/*' -not -path '*/logs/*')
LANDING := $(if $(wildcard $(TOWNLEDGER_HOME)/landing),,--landing examples/landing)

.PHONY: help setup run ui test lint lint-python lint-sql prove bench docs lock dev system

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/runtime.stamp $(MANIFEST) ## Create .venv from the lock and read the warehouse's models

run: setup ## Run everything: the home's landing, or the bundled ledgers where the home has none
	@$(BIN)/townledger run $(LANDING)

ui: setup ## Open Dagster's pages on this home (http://localhost:3000)
	@$(BIN)/townledger ui

test: dev system lint ## Lint, then all tests
	@$(BIN)/python -m pytest -n auto

lint: dev ## Style, types, import directions, SQL
	@$(MAKE) --no-print-directory --output-sync -j2 lint-python lint-sql

lint-python:
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

lint-sql:
	@$(BIN)/sqlfluff lint --disable-progress-bar dbt_project

# How many made-up cells and broken files `make prove` reads; a million takes hours.
prove: export TOWNLEDGER_FUZZ ?= 20000
prove: dev .venv/superset.stamp .venv/harlequin.stamp ## Compare the numbers with the truth and a second computation, read broken inputs (TOWNLEDGER_FUZZ=1000000), and TOWNLEDGER_REAL_FILES
	@$(BIN)/python -m pytest -q -s tests/test_ground_truth.py tests/reference tests/real tests/fuzz \
	  tests/bi/prove_superset.py tests/bi/prove_harlequin.py

bench: dev ## Measure the run against its libraries called straight, reading against decoding
	@$(BIN)/python -m tests.benchmarks

docs: dev ## Make the documentation's site: docs/_build/index.html
	@$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build && echo "docs/_build/index.html"

lock: dev ## Bring both lock files up to pyproject.toml (delete one to resolve it anew)
	@$(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 pyproject.toml -o requirements.lock
	@$(UV) pip compile -q --universal --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 --extra dev -c requirements.lock pyproject.toml -o requirements-dev.lock

# --- what the targets stand on ---------------------------------------------------------------------------

.venv/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Townledger needs Python 3.11 or newer: make setup PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python cannot make virtual environments (on Debian and Ubuntu: apt-get install python3-venv)" >&2; exit 1; }
	@echo "Creating .venv" && $(PYTHON) -m venv .venv && touch $@

.venv/uv-$(UV_VERSION).stamp: .venv/made.stamp
	@$(BIN)/python -m pip install -q --disable-pip-version-check uv==$(UV_VERSION)
	@touch $@

.venv/runtime.stamp: .venv/uv-$(UV_VERSION).stamp requirements.lock pyproject.toml
	@echo "Installing what the product runs on" && $(UV) pip install -q --python $(BIN)/python -r requirements.lock
	@$(UV) pip install -q --python $(BIN)/python --no-deps --editable .
	@touch $@

.venv/dev.stamp: .venv/runtime.stamp requirements-dev.lock
	@echo "Installing what the tests need" && $(UV) pip install -q --python $(BIN)/python -r requirements-dev.lock
	@$(UV) pip install -q --python $(BIN)/python --target .venv/duckdb-1.4 'duckdb==$(OLD_DUCKDB)'
	@touch $@

dev: setup .venv/dev.stamp

# BI tools that people use, each in an environment of its own (Superset's has a gigabyte), for `make prove` alone.
.venv/superset.stamp .venv/harlequin.stamp: .venv/%.stamp: tests/bi/%.txt .venv/uv-$(UV_VERSION).stamp
	@echo "Installing $* for the proof" && $(PYTHON) -m venv .venv/$* && \
	  $(UV) pip install -q --python .venv/$*/bin/python -r $<
	@touch $@

# Dagster reads the models from dbt's manifest, which only a parse writes.
$(MANIFEST): .venv/runtime.stamp $(WAREHOUSE)
	@echo "Reading the warehouse's models" && \
	  $(BIN)/python -m orchestration.parsed --quiet parse --project-dir dbt_project --profiles-dir dbt_project
	@touch $@

# What the tests use of the system: a PostgreSQL server to publish to, a browser to open the dashboard in, LibreOffice
# to print documents, tools to read the prints. Without one of them its tests are skipped, and say so.
MISSING = $(strip $(if $(shell ls /usr/lib/postgresql/*/bin/initdb 2>/dev/null || command -v initdb),,postgresql) \
          $(if $(shell command -v chromium || command -v chromium-browser || command -v google-chrome),,chromium) \
          $(if $(shell command -v soffice),,libreoffice-writer-nogui libreoffice-calc-nogui) \
          $(if $(shell command -v pdftoppm),,poppler-utils))

system:
	@if [ -z "$(MISSING)" ]; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	  echo "Installing for the tests: $(MISSING)" && apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $(MISSING) >/dev/null; \
	else echo "Not installed here: $(MISSING); the tests that need it are skipped"; fi
