# The commands of the house. `make help` lists them.

PYTHON ?= $(firstword $(foreach name,python3.11 python3 python3.12 python3.13,\
	$(shell $(name) -c 'import sys; sys.version_info >= (3, 11) and print("$(name)")' 2>/dev/null)))
BIN := .venv/bin
STAMP := .venv/.setup-done
DRAFT := examples/vendor_draft.docx

.DEFAULT_GOAL := help
.PHONY: help setup demo test lint docs bench quality clean

help:  ## list the commands
	@sed -n 's/^\([a-z]*\):.*## /\1|/p' $(MAKEFILE_LIST) | awk -F'|' '{ printf "  make %-9s %s\n", $$1, $$2 }'

setup: $(STAMP)  ## install what is needed into .venv, from the lock file

$(STAMP): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or say where it is: make setup PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

demo: setup  ## check a draft, draft a contract, keep its ledger (results in out/), then serve a filled-in workspace
	@mkdir -p out
	@$(BIN)/mingyue check $(DRAFT) --format json --output out/vendor_draft.json --fail-on never
	@$(BIN)/mingyue check $(DRAFT) --format html --output out/vendor_draft.html --fail-on never
	@$(BIN)/mingyue check $(DRAFT) --redline out/vendor_draft.redline.docx --fail-on never
	@echo
	@rm -rf out/crm
	@$(BIN)/mingyue new out/crm --example
	@$(BIN)/mingyue draft out/crm -o out/contract.docx --as-of 2026-01-05 --force
	@$(BIN)/mingyue draft out/crm -o out/contract.pdf --as-of 2026-01-05 --force
	@$(BIN)/mingyue ledger -p out/crm --as-of 2026-05-10
	@$(BIN)/mingyue ledger -p out/crm --as-of 2026-05-10 --format html -o out/ledger.html
	@$(BIN)/mingyue ledger -p out/crm --as-of 2026-05-10 --format xlsx -o out/ledger.xlsx
	@$(BIN)/mingyue why C-M1-late -p out/crm --as-of 2026-05-10
	@echo
	@$(BIN)/mingyue verify -p out/crm
	@ls out/vendor_draft.redline.docx out/vendor_draft.html out/vendor_draft.json out/contract.docx out/contract.pdf out/ledger.html out/ledger.xlsx
	@echo
	@rm -rf out/workspace
	@MINGYUE_HOME=$(CURDIR)/out/workspace $(BIN)/mingyue serve --demo $(if $(MINGYUE_DEMO_NO_SERVE),--no-serve)

test: setup  ## run the tests
	$(BIN)/pytest

lint: setup  ## style, types, import order
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

docs: setup  ## write the generated pages of docs/ anew
	$(BIN)/python docs/generate.py

bench: setup  ## measure speed, as ratios
	$(BIN)/python bench/run.py

quality:  ## measure against labelled contracts: make quality CORPUS=DIR
ifeq ($(CORPUS),)
	@echo "quality: skipped, no corpus given (make quality CORPUS=DIR, where DIR holds score.py, labels/ and contracts/)"
else
quality: setup
	@echo "== contracts"
	@$(BIN)/python $(CORPUS)/score.py $(CORPUS)/labels $(CORPUS)/contracts --command $(BIN)/mingyue
	@if [ -d $(CORPUS)/originals ]; then \
		echo "== originals"; \
		$(BIN)/python $(CORPUS)/score.py $(CORPUS)/labels $(CORPUS)/originals --command $(BIN)/mingyue; \
	fi
endif

clean:  ## remove what the commands made
	rm -rf .venv out dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find src tests examples bench docs -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
