# Two commands do all the set-up: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check format browser clean versions

run: $(VENV)/.run assets/.stamp  ## The app on http://127.0.0.1:8501
	$(BIN)/streamlit run app.py

test: $(VENV)/.dev assets/.stamp check browser  ## All checks and tests, browser included

check: $(VENV)/.dev  ## Lint, types, arrows, unit and page tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto --dist loadfile -m "not browser" --cov --cov-report=term --cov-fail-under=95

browser: $(VENV)/.dev assets/.stamp  ## The app in a real Chromium; REQUIRE_BROWSER=1 makes a missing one a failure
	$(BIN)/pytest -m browser

versions:  ## The checks on every supported Python that this machine has, each in its own environment
	@for version in 3.11 3.12 3.13; do \
	  if command -v python$$version >/dev/null && python$$version -c pass 2>/dev/null; then \
	    $(MAKE) check PYTHON=python$$version VENV=.venv-$$version || exit 1; \
	  else echo "Python $$version is not on this machine: not tested with it."; fi; \
	done

format: $(VENV)/.dev  ## Format the code and mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.txt constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --disable-pip-version-check -r requirements.txt
	$(BIN)/python -m geo.clustering
	touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt constraints.txt | $(VENV)/bin/python
	$(BIN)/pip install --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m geo.clustering
	touch $@ $(VENV)/.run

assets/.stamp: package.json package-lock.json | $(VENV)/.run
	$(BIN)/python -W ignore::RuntimeWarning -m geo.maps.assets

clean:
	rm -rf $(VENV) assets
