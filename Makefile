# Two commands, nothing to do before them on Debian with Python 3.11 or later:
#
#   make demo      builds the demo client's site and PDF
#   make test      style, types and tests
#
# Both set the machine up where it isn't: Debian packages through apt-get, Python packages into .venv.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.PHONY: demo test screens bench clean constraints paper browser

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready

# What WeasyPrint draws PDFs with, and what the tests look at pages and PDFs with, and serve pages with.
FOR_PAPER := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk
FOR_TESTS := chromium poppler-utils qpdf nginx-light

demo: paper $(READY)
	$(BIN)/report-gen build client-x --jobs 2

test: paper browser $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --maxfail 25

# Every page of every client at every seat, with both builders; `make test` looks at a choice of them. Pictures: tests/artefacts.
screens: paper browser $(READY)
	EVERY_SEAT=1 $(BIN)/pytest -n 2 tests/browser/test_every_page.py

bench: paper $(READY)
	$(BIN)/python tests/benchmarks/bench.py

clean:
	rm -rf build site .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/artefacts
	find report_gen tests -name __pycache__ -prune -exec rm -rf {} +

# After an upgrade that passed the tests: what is installed now becomes what everybody gets.
constraints: $(READY)
	(sed -n 1p constraints.txt; $(BIN)/pip freeze --exclude-editable | grep -E '^[A-Za-z0-9_.-]+==') > constraints.new
	mv constraints.new constraints.txt

# A fresh virtual environment when the wanted packages change; nothing, and no network, when they haven't.
$(READY): pyproject.toml constraints.txt
	tools/python_is_ready $(PYTHON)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python tools/is_installed.py || $(BIN)/python -m pip install --disable-pip-version-check --quiet \
	  --constraint constraints.txt --editable '.[dev]'
	touch $@

paper:
	@tools/debian_packages $(FOR_PAPER)

browser:
	@tools/debian_packages $(FOR_TESTS)
