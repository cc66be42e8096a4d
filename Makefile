# Everything that is done here is one word after `make`; `make help` lists the words.
SHELL := /bin/sh
BIN := .venv/bin
READY := .venv/.ready
READY_FOR_TESTS := .venv/.ready-for-tests
PRODUCT := bot handlers desk hearing policy places storage schedules sandbox

export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help run test coverage days check bench hearing format lock clean

help: ## list these words
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(READY) ## start the desk; the first time this also sets everything up
	@exec $(BIN)/bangfu run

test: $(READY_FOR_TESTS) ## run every test, on both databases and in a browser
	@$(BIN)/python tests/setup/system.py
	@mkdir -p test-output
	@$(BIN)/python -m pytest $(if $(ARGS),$(ARGS),$(PARALLEL) $(COVERAGE))
	@$(if $(ARGS),,$(BIN)/python tests/setup/covered.py $(EVERY_PROCESS))

coverage: $(READY_FOR_TESTS) ## run every test and count what all processes cover; slower
	@$(MAKE) --no-print-directory test EVERY_PROCESS=tests/setup/coverage.toml

days: $(READY_FOR_TESTS) ## run the tests that read a clock on a Sunday evening, New Year's Eve, a leap day, in 400 days
	@$(BIN)/python tests/setup/system.py
	@$(BIN)/python tests/setup/days.py $(or $(DAY),all) $(ARGS)

# Stories wait for processes more than they compute, so there are more of them than processors; a file stays
# together, so that it shares what it started; the long ones begin first (tests/conftest.py).
PARALLEL := -n 4 --dist loadfile --no-loadscope-reorder
# Only a whole run can be asked how much it covered.
COVERAGE := --cov $(if $(EVERY_PROCESS),--cov-config=$(EVERY_PROCESS)) --cov-report=html:test-output/coverage

check: $(READY_FOR_TESTS) ## look for lint, wrong types, forbidden imports, stale documents
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest -q tests/house

bench: $(READY_FOR_TESTS) ## measure; prints JSON lines
	@$(BIN)/python -m bench $(ARGS)

hearing: $(READY_FOR_TESTS) ## make the model of the listener from hearing/data; some minutes
	@$(BIN)/python -m hearing.training

format: $(READY_FOR_TESTS) ## lay out the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(READY_FOR_TESTS) ## renew the lock files from pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	$(COMPILE) -o requirements.lock
	$(COMPILE) --group pyproject.toml:dev -c requirements.lock -o requirements-dev.lock

COMPILE := $(BIN)/python -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --custom-compile-command "make lock" --group pyproject.toml:build pyproject.toml

clean: ## remove the environment and what tests left; the data in var/ stays
	rm -rf .venv test-output build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# The stamps are younger than the locks they were made from, so a second start begins at once.
$(READY): requirements.lock pyproject.toml
	@python=$$(PYTHON='$(PYTHON)' sh tests/setup/find_python.sh) \
		&& "$$python" tests/setup/environment.py requirements.lock project
	@touch $@

$(READY_FOR_TESTS): requirements-dev.lock $(READY)
	@$(BIN)/python tests/setup/environment.py requirements-dev.lock
	@touch $@
