# Two commands for a fresh machine: `make demo` shows the system, `make test` proves it. Both do their own set-up.

BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test test-all bench lint format clean

help: ## list what can be made
	@echo "make demo      set up and serve a demonstration on http://127.0.0.1:$${CASEAPP_PORT:-8000} (Ctrl-C stops it)"
	@echo "make test      set up and run every check: style, formatting, imports, types, tests"
	@echo "make test-all  as test, with the slow tests"
	@echo "make bench     measure pages at 1,000 and at 100,000 cases; figures also in var/bench.json (BENCH_JSON=file)"
	@echo "make lint      style, formatting, imports and types alone"
	@echo "make format    put the code into its one format"
	@echo "make clean     remove .venv and caches (the demo's data in var/ stays)"

demo: .venv/ready-to-run
	@exec $(BIN)/caseapp demo

test: .venv/ready-to-test lint tools
	$(BIN)/pytest -n 2 -m "not slow"

test-all: .venv/ready-to-test lint tools
	$(BIN)/pytest -n 2

bench: .venv/ready-to-test
	BENCH_JSON=$${BENCH_JSON:-var/bench.json} $(BIN)/pytest -n 0 -m slow tests/bench/test_at_scale.py

lint: .venv/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy

format: .venv/ready-to-test
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: tools
tools:
	@scripts/tools

.venv/ready-to-run: pyproject.toml scripts/prepare
	@scripts/prepare "."
	@touch $@

.venv/ready-to-test: pyproject.toml scripts/prepare
	@scripts/prepare ".[test]"
	@touch .venv/ready-to-run $@

clean:
	rm -rf .venv build dist *.egg-info .ruff_cache .mypy_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
