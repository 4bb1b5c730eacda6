# make reports   set everything up, build the tables and render the reports
# make test      set everything up and run every test
# make lab       open JupyterLab on the notebooks
# make lock      write requirements.lock anew from pyproject.toml (needs uv)
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: reports test lab check lint lock clean

reports: $(READY)
	@$(BIN)/tieranalysis build

test: $(READY)
	@$(BIN)/python -m pytest -n 2

lab: $(READY)
	@$(BIN)/jupyter lab notebooks

check: $(READY)
	@$(BIN)/tieranalysis check

lint: $(READY)
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed; name one with: make PYTHON=python3.12")'
	@echo "Setting up .venv from requirements.lock (a minute or two, once)"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --all-extras --group dev --no-header pyproject.toml -o requirements.lock

clean:
	rm -rf .venv data/processed reports/*
