# The project's commands, a line each: `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
export PYTHONHASHSEED := 0
export PYDEVD_DISABLE_FILE_VALIDATION := 1

# The stored notebooks that are no claim's; every other has the outputs of its first claim's baseline.
TOUR := notebooks/00_start_here.ipynb notebooks/01_by_hand.ipynb notebooks/record.ipynb

.DEFAULT_GOAL := help
.PHONY: help setup reproduce check test data audit lab site serve accept bench lock

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 20

reproduce: $(READY) ## Run every claim then and now, write build/site, name what differs (start here)
	@$(BIN)/factcheck reproduce

check: $(READY) ## Formatter, linter and type checker: what they find, without changing anything
	@fault=0; $(BIN)/ruff format --check lib tests notebooks || fault=1; \
	$(BIN)/ruff check lib tests notebooks || fault=1; $(BIN)/mypy || fault=1; exit $$fault

test: $(READY) ## Run all tests, the notebooks' stored outputs included (nbval)
	@$(BIN)/python -m pytest -q -n 4 --dist loadscope --nbval tests $(TOUR)

setup: $(READY) ## Make .venv with the locked packages; the other targets do this themselves

data: $(READY) ## Build data/processed from data/raw (ACCEPT=1 takes changed raw tables)
	@$(BIN)/python -m measures $(if $(ACCEPT),--accept-raw)

accept: $(READY) ## Take the last results as the accepted ones, after showing what differs
	@$(BIN)/factcheck accept

audit: $(READY) ## Hold the article's text against the claims: make audit ARTICLE=article.txt
	@test -n "$(ARTICLE)" || { echo "make: say where the article's text is: make audit ARTICLE=<file>" >&2; exit 1; }
	@$(BIN)/factcheck audit "$(ARTICLE)"

lab: $(READY) ## Open the notebooks in JupyterLab
	@$(BIN)/jupyter lab --ServerApp.root_dir=. notebooks/00_start_here.ipynb

site: $(READY) ## Build the pages again from the last results
	@$(BIN)/factcheck site

serve: $(READY) ## Preview build/site on http://localhost:8000
	@$(BIN)/python -m http.server --directory build/site 8000

bench: $(READY) ## Speed against peers, side by side (half an hour; peers go into .venv-bench)
	@test -x .venv-bench/bin/jcache || { $(BIN)/uv venv -q .venv-bench && \
	  $(BIN)/uv pip install -q --python .venv-bench/bin/python --require-hashes -r requirements.lock && \
	  $(BIN)/uv pip install -q --python .venv-bench/bin/python --group bench && \
	  $(BIN)/uv pip install -q --python .venv-bench/bin/python --no-deps --no-build-isolation -e . ; }
	@.venv-bench/bin/python tests/bench.py --many 5000

lock: $(READY) ## Resolve requirements.lock anew from pyproject.toml
	@$(BIN)/uv pip compile -q pyproject.toml --group test --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --upgrade -o requirements.lock

# uv comes from the lock too, by pip; where it does not run, pip installs everything.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' || \
	  { echo "make: Python 3.11, 3.12 or 3.13 is needed; say which: make PYTHON=python3.12 …" >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || \
	  { rm -rf .venv; echo "make: $(PYTHON) cannot make a venv (on Debian: apt install python3-venv)" >&2; exit 1; }
	@echo "Setting up .venv from requirements.lock …"
	@awk '/^[^ ]/ {keep = /^uv==/} keep' requirements.lock > .venv/uv.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r .venv/uv.lock
	@$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes -r requirements.lock || \
	  $(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
