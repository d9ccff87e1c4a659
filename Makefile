# Zhibiao: `make help` explains every target. The first run sets up .venv, later ones reuse it.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

IN ?= corpus/reports
OUT ?= out
GOLD ?= $(IN)
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
ARGS ?=
MUTATIONS ?= 100000
GUIDED ?= 600

# The newest suitable Python; PYTHON=/path/to/python overrides it.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
RUN := $(VENV)/.ready
DEV := $(VENV)/.ready-dev
OCR := $(VENV)/.ready-ocr
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install --require-hashes --no-build-isolation
# Compiled once here, so that no later start pays for it; jieba's sources warn when compiled.
COMPILE := env -u PYTHONDONTWRITEBYTECODE PYTHONWARNINGS=ignore $(BIN)/python -m compileall -q

.PHONY: help extract ocr test fuzz lint format evaluate review panel notebook bench bench-peers check kill schemas lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "Variables: IN=$(IN) OUT=$(OUT) GOLD=$(GOLD) JOBS=$(JOBS) ARGS='more options'"

extract: $(RUN) ## Read the reports below IN and write the tables to OUT
	@$(BIN)/zhibiao extract $(call quote,$(IN)) --out $(call quote,$(OUT)) --jobs $(JOBS) $(ARGS)

ocr: $(OCR) ## Also read scans and pictures from now on

test: $(DEV) ## Run every test
	@$(BIN)/python -m pytest $(ARGS)

kill: $(DEV) ## Kill runs at 50 random points and compare what the next run makes of it
	@ZHIBIAO_DEATHS=50 $(BIN)/python -m pytest -rP -k random_points tests/engines/test_killed.py

fuzz: $(DEV) ## Fuzz for long: MUTATIONS documents, then GUIDED seconds by coverage, then texts made to hurt
	@$(BIN)/python -m tests.fuzz.mutations --mutations $(MUTATIONS) --keep out/fuzz
	@$(BIN)/python -W ignore -m tests.fuzz.guided out/fuzz/seeds -max_total_time=$(GUIDED) -print_final_stats=1
	@$(BIN)/python -m tests.fuzz.monsters

lint: $(DEV) ## Check style, types, layers and pattern files
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/basedpyright
	$(BIN)/lint-imports
	$(BIN)/zhibiao patterns check

format: $(DEV) ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix --exit-zero
	$(BIN)/ruff format

evaluate: extract ## Read IN and score the table against the gold below GOLD
	@$(BIN)/zhibiao evaluate $(call quote,$(OUT)) $(call quote,$(GOLD)) $(ARGS)

review: $(RUN) ## Write pages to read and correct the run in OUT
	@$(BIN)/zhibiao review $(call quote,$(OUT)) $(ARGS)

panel: $(RUN) ## Write the tidy table for analysis of the run in OUT
	@$(BIN)/zhibiao panel $(call quote,$(OUT)) $(ARGS)

notebook: $(DEV) ## Run notebooks/tour.ipynb; with its pictures it is OUT/tour.ipynb
	@fc-list :lang=zh 2>/dev/null | grep -q . || { test $$(id -u) = 0 && command -v apt-get >/dev/null && \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends fonts-wqy-microhei; } || \
		echo "no font with Chinese glyphs; on Debian: apt-get install fonts-wqy-microhei" >&2
	@mkdir -p $(call quote,$(OUT))
	@$(BIN)/python -m jupyter execute notebooks/tour.ipynb --output=$(call quote,$(abspath $(OUT))/tour.ipynb)
	@echo $(call quote,$(OUT)/tour.ipynb) >&2

bench: $(DEV) ## Measure speed, memory and start-up against other tools; writes docs/performance.md
	@$(BIN)/python tests/bench/bench.py $(ARGS)

bench-peers: ## Set up JioNLP and Recognizers-Text in an environment of their own, for `make bench`
	$(PYTHON) -m venv --clear .venv-peers
	.venv-peers/bin/python -m pip --disable-pip-version-check --quiet install -r tests/bench/peers.txt

check: $(RUN) ## Check the pattern files and rule packs
	@$(BIN)/zhibiao patterns check $(ARGS)

schemas: $(RUN) ## Write the contracts in schemas/ and the data dictionary anew
	@$(BIN)/zhibiao schema --write schemas --docs docs

lock: $(DEV) ## Resolve the dependencies anew and pin them
	$(BIN)/python -m pip --disable-pip-version-check --quiet install uv
	for name in run ocr dev build; do \
		case $$name in \
			run) from="--extra formats --extra review --extra panel pyproject.toml" ;; \
			ocr) from="--extra ocr pyproject.toml -c locks/run.txt" ;; \
			dev) from="--group pyproject.toml:dev -c locks/run.txt" ;; \
			build) from="locks/build.in" ;; \
		esac; \
		$(BIN)/uv pip compile -q --upgrade --universal --generate-hashes --no-header --no-emit-index-url \
			--python-version 3.11 $$from -o locks/$$name.txt; \
	done

clean: ## Remove everything that was made: environment, caches, output
	rm -rf $(VENV) .venv-peers out dist build .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find extractor tests -name __pycache__ -type d -prune -exec rm -rf {} +

# A folder name may hold blanks and quotes.
quote = '$(subst ','\'',$(1))'

$(RUN): locks/build.txt locks/run.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "error: Python 3.11 or newer is needed" >&2; exit 2; }
	@echo "setting up $(VENV) (once)" >&2
	@test -x $(BIN)/python && $(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(PIP) -r locks/build.txt
	@$(PIP) -r locks/run.txt
	@$(BIN)/python -m pip --disable-pip-version-check --quiet install --no-build-isolation --no-deps -e .
	@$(COMPILE) $(VENV)/lib extractor
	@touch $@

$(OCR): $(RUN) locks/ocr.txt
	@echo "setting up the recognition of scans (once)" >&2
	@$(PIP) -r locks/ocr.txt
	@$(COMPILE) $(VENV)/lib
	@touch $@

$(DEV): $(RUN) locks/dev.txt
	@echo "setting up what tests need (once)" >&2
	@$(PIP) -r locks/dev.txt
	@$(COMPILE) $(VENV)/lib
	@touch $@
