# Two commands do all the set-up: make run, make test.
SHELL := /bin/bash
PYTHON ?= python3.11
VENV := .venv
PY := $(VENV)/bin/python
PIP := $(PY) -m pip --disable-pip-version-check
HOST ?= 127.0.0.1
PORT ?= 8000
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: run install dev check test unit e2e servers bench screenshots clean

run: install ## the whole service; the address is printed
	@$(PY) -m assistant serve --host $(HOST) --port $(PORT)

install: $(STAMP) ## a virtual environment in .venv with what the service needs

$(VENV)/bin/python:
	@command -v $(PYTHON) >/dev/null || { echo "需要 Python 3.11：请先安装，或用 make PYTHON=路径 指定"; exit 1; }
	@echo "建立虚拟环境 $(VENV) …"
	@$(PYTHON) -m venv $(VENV)

$(STAMP): requirements.lock pyproject.toml | $(VENV)/bin/python
	@echo "安装依赖（第一次几分钟，之后跳过）…"
	@$(PIP) install --progress-bar on -q "torch==2.13.0"
	@$(PIP) install -q -r requirements.lock
	@$(PIP) install -q --no-deps -e .
	@touch $(STAMP)

dev: $(DEV_STAMP) ## what checks and tests need as well

$(DEV_STAMP): requirements-dev.lock $(STAMP)
	@echo "安装测试工具…"
	@$(PIP) install -q -r requirements-dev.lock
	@touch $(DEV_STAMP)

check: dev ## ruff, mypy strict, import contracts, corpus, parameters, unit and contract tests
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(VENV)/bin/lint-imports
	@$(PY) -m knowledge_base check
	@$(PY) -m knowledge_base parameters >/dev/null
	@$(PY) -m pytest tests/unit tests/contracts -m "not model"

servers: dev ## what the tests talk to: Chromium, axe-core, PostgreSQL, Redis; skipped with a word where it cannot be had
	@bash scripts/test-servers.sh

test: servers ## every check; the faults, which mostly wait, and the integration tests run beside the quick ones
	@mkdir -p out; \
	{ $(PY) -m pytest tests/integration/test_faults.py; faulty=$$?; \
	  $(PY) -m pytest tests/integration --ignore=tests/integration/test_faults.py && [ $$faulty = 0 ]; } \
	  >out/integration.log 2>&1 & beside=$$!; \
	$(MAKE) --no-print-directory check; checked=$$?; \
	wait $$beside; besides=$$?; cat out/integration.log; exit $$((checked || besides))
	@$(PY) -m pytest tests/e2e
	@$(PY) -m pytest tests/contracts -m model
	@$(PY) -m eval.run eval/cases/*.jsonl --out out/eval --min-pass 0.90

bench: install ## measurements as JSON
	@$(PY) -m eval.bench

screenshots: servers ## pictures of the page in out/screens
	@$(PY) -m tests.e2e.screenshots

clean:
	rm -rf $(VENV) var out .mypy_cache .ruff_cache .pytest_cache node_modules
