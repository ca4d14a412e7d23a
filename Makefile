# make run    the application on this machine, with its own PostgreSQL and Valkey
# make test   everything that must hold: style, types, tests, browsers
# make check  style and types only     make fmt   repair the style     make bench   benchmarks

SHELL := /bin/sh
PY := .venv/bin/python
PYTEST_ARGS ?=

.PHONY: run test check fmt bench env e2e unit static lock
.NOTPARALLEL:

run: env static
	@exec $(PY) -m ahsp_app up

test: env static check unit e2e

env:
	@tools/env.sh

# Each file beside its compressed forms; forms whose file is gone would be served for ever.
static: env
	@find ahsp_app/static \( -name '*.gz' -o -name '*.br' \) -delete
	@$(PY) -m whitenoise.compress --quiet ahsp_app/static

check: env
	@echo '== ruff'; .venv/bin/ruff check --quiet . && .venv/bin/ruff format --quiet --check .
	@echo '== mypy'; $(PY) -m mypy --no-error-summary
	@echo '== import-linter'; .venv/bin/lint-imports >.venv/lint-imports.log || { cat .venv/lint-imports.log; exit 1; }
	@echo '== djlint'; $(PY) -m djlint --quiet --lint ahsp_app/templates

unit: env static
	@echo '== pytest: calc'; $(PY) -m pytest tests/unit/calc -q -n 2 --dist worksteal \
		--cov=ahsp_app.calc --cov-branch --cov-report=term:skip-covered --cov-fail-under=100
	@echo '== pytest'; $(PY) -m pytest tests --ignore=tests/unit/calc -q -n 2 --dist worksteal $(PYTEST_ARGS)

e2e: env static
	@echo '== e2e'; browsers=$$($(PY) e2e/peramban.py) || exit 1; \
	if [ -n "$$browsers" ]; then $(PY) -m pytest e2e -q $$browsers $(PYTEST_ARGS); fi

fmt: env
	@.venv/bin/ruff check --quiet --fix . ; .venv/bin/ruff format --quiet .

bench: env static
	@$(PY) -m bench

# Newest versions that pyproject.toml allows, pinned with hashes, for every platform.
lock: env
	@uv=$$(tools/env.sh uv) && $$uv pip compile --quiet --universal --generate-hashes --no-header \
		--no-emit-index-url --group dev -o requirements.lock pyproject.toml
