# Samverk: `make demo` shows it, `make test` proves it. Everything is installed into .venv and node_modules.

PYTHON ?= python3
PORT   ?= 8000
ARGS   ?=
PY     := .venv/bin/python
SET_UP := $(PYTHON) governance/config/install.py
AS_TEST := DJANGO_SETTINGS_MODULE=governance.config.settings.test

.PHONY: setup demo test check bench lock
.DEFAULT_GOAL := demo

setup:
	@$(SET_UP) tests

demo: export SAMVERK_PUBLIC_URL ?= http://127.0.0.1:$(PORT)
demo:
	@$(SET_UP) product
	@$(PY) manage.py migrate --verbosity 0
	@$(PY) manage.py load_demo --later
	@exec $(PY) -m governance.config.serve --port $(PORT)

# Two processes more than there are cores, for many tests wait for a browser, a worker, a validator or the database.
test: setup
	@$(PY) -m pytest -n $$($(PY) -c "import os; print(min(os.cpu_count() + 2, 4))") --dist loadgroup $(ARGS)

check: setup
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) .venv/bin/lint-imports
	$(PY) -m mypy
	$(AS_TEST) $(PY) manage.py makemigrations --check --dry-run
	$(AS_TEST) $(PY) manage.py check --fail-level WARNING

bench: setup
	@$(PY) manage.py bench $(ARGS)

# New versions: edit pyproject.toml or package.json, then this. Lock files carry hashes and name no host.
UV := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --only-binary :all: \
	--generate-hashes --no-header --annotation-style line
lock: setup
	$(UV) pyproject.toml -o requirements.lock $(ARGS)
	$(UV) pyproject.toml --group tests -c requirements.lock -o requirements-tests.lock $(ARGS)
	PATH="$$PWD/.venv/bin:$$PATH" npm install --package-lock-only --ignore-scripts --omit-lockfile-registry-resolved
	$(PY) -c "import json, pathlib as p; f = p.Path('package-lock.json'); d = json.loads(f.read_text()); \
	[v.pop('funding', None) for v in d['packages'].values()]; f.write_text(json.dumps(d, indent=2) + '\n')"
