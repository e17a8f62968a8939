# `make lab` is for people who want to use it, `make test` for those who change it; both work in a fresh clone.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= $(shell .ci/python 3.11 3.14)
NEWER ?= $(shell .ci/python 3.12 3.14)
VENV := .venv
BIN := $(VENV)/bin
# What a kernel runs, and the shell: these tests need nothing of JupyterLab or of the Jupyter server. What only works on
# plain data is tested once; what does not know IPython, or cells that IPython 7.34 cannot run, is not tested with that.
# Long: tested on one Python, on the newest too by `make newer LONG_TESTS=`; of cells the channels one by one are, on each.
LONG_TESTS := capture_values/test_cells.py $(addprefix reproduce/,$(addsuffix .py,test_replay test_replay_faults test_replay_guard test_replay_modules test_replay_verdicts test_random_notebooks test_slices))
KERNEL_TESTS := tests $(addprefix --ignore=tests/,lab packaging analysis workbench render reports $(LONG_TESTS))
HOSTED_TESTS := $(KERNEL_TESTS) $(addprefix --ignore=tests/,store cli reproduce capture_values/test_unharmed.py)
FRONT := package.json yarn.lock .yarnrc.yml tsconfig.json $(shell find labextension -type f -not -path '*/lib/*' -not -path '*/ui-tests/*' 2>/dev/null)
LAB_ARGS ?=
PYTEST_ARGS ?=
# A process a core, each with whole files: what a file shares (a kernel, a server) is made once. In their order: else files
# of few tests, which are the long ones, come last, when the other processes have nothing left to do.
PYTEST := -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(PYTEST_ARGS)

.PHONY: help
help: ## What there is to make
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

.PHONY: install lab
install: $(VENV)/.lab ## JupyterLab with jupyter_tracker in .venv
lab: install ## ... and opened on the quickstart (LAB_ARGS go to JupyterLab)
	$(BIN)/jupyter lab $(LAB_ARGS) notebooks/quickstart.ipynb

.PHONY: test lint python front browser
test: lint front python browser ## Everything that must hold before a change lands
lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/mypy
python: $(VENV)/.dev
	$(BIN)/python $(PYTEST)
front: $(VENV)/.dev
	PATH="$(CURDIR)/$(BIN):$$PATH" jlpm lint
	PATH="$(CURDIR)/$(BIN):$$PATH" jlpm test
browser: $(VENV)/.dev
	CHROMIUM="$$(PATH="$(CURDIR)/$(BIN):$$PATH" .ci/chromium)" PATH="$(CURDIR)/$(BIN):$$PATH" jlpm test:e2e

.PHONY: hosted newer
hosted: .venv-hosted/.installed ## The kernel's side with the IPython and ipykernel that hosted notebooks have
	.venv-hosted/bin/python $(PYTEST) $(HOSTED_TESTS)
newer: ## The kernel's side on the newest Python from 3.12 on that this machine has
	@[ -n "$(NEWER)" ] || { echo "No Python from 3.12 on was found; 'make newer NEWER=/path/to/python3.13' names one." >&2; exit 1; }
	$(MAKE) --no-print-directory .venv-newer/.installed
	.venv-newer/bin/python $(PYTEST) $(KERNEL_TESTS)

.PHONY: soak bench wheel clean
soak: $(VENV)/.dev ## 1,000 kills instead of 50
	JUPYTER_TRACKER_KILLS=1000 $(BIN)/python -m pytest -m soak -s --timeout 3600 $(PYTEST_ARGS)
bench: $(VENV)/.dev ## Figures of this machine beside those of the design
	$(BIN)/python -m benchmarks
wheel: $(VENV)/.dev ## The wheel that other environments install, in dist/
	$(BIN)/python -m build --wheel --outdir dist
clean: ## Take away everything that was built or installed here
	rm -rf $(VENV) .venv-hosted .venv-newer node_modules dist test-results jupyter_tracker/labextension labextension/lib *.tsbuildinfo

$(BIN)/python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer with its venv module is needed (on Debian: apt install python3-venv)." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)

# The editable install builds the front end and puts it, with the server's configuration, where JupyterLab looks.
$(VENV)/.lab: pyproject.toml $(FRONT) | $(BIN)/python
	@command -v node >/dev/null || { echo "Node.js (20 or newer) is needed to build the JupyterLab side." >&2; exit 1; }
	rm -rf jupyter_tracker/labextension
	$(BIN)/python -m pip install --editable '.[lab,quickstart]'
	@touch $@

$(VENV)/.dev: $(VENV)/.lab
	SKIP_JUPYTER_BUILDER=1 $(BIN)/python -m pip install --editable '.[dev]'
	@touch $@

.venv-hosted/.installed: pyproject.toml
	rm -rf .venv-hosted
	$(or $(shell .ci/python 3.12 3.12),$(PYTHON)) -m venv .venv-hosted
	SKIP_JUPYTER_BUILDER=1 .venv-hosted/bin/python -m pip install 'ipython==7.34.0' 'ipykernel==6.17.1' --editable '.[kerneltest]'
	@touch $@

.venv-newer/.installed: pyproject.toml
	rm -rf .venv-newer
	$(NEWER) -m venv .venv-newer
	SKIP_JUPYTER_BUILDER=1 .venv-newer/bin/python -m pip install --editable '.[kerneltest]'
	@touch $@
