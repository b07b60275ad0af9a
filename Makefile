# Every target does its own set-up; what is fetched is kept in the user's cache.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

python := .venv/bin/python

.PHONY: help
help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

.PHONY: demo
demo: stack ## play every kind of process, and its deadlines, on a real stack
	@.venv/bin/luyue demo

.PHONY: dev
dev: stack ## start the stack and stay: Postgres, Temporal with its web UI, worker, API
	@.venv/bin/luyue dev

.PHONY: test
test: environment ## linters, types, import contract and tests; FORM=whole: also those that repeat at length
	@$(python) -m luyue.devstack.provision --tests
	@$(python) -m tests.wire.programs
	@FORM=$(FORM) scripts/check

.PHONY: mutation
mutation: environment ## mutation testing of the rulebook and the policy; fails below 90 % killed
	@"$$(scripts/set_up uv)" run --quiet --no-project --python $(python) --script scripts/mutation.py $(MODULES)

.PHONY: bench
bench: stack ## full lifecycles through the API beside a bare workflow
	@$(python) -m bench.lifecycle

.PHONY: rules
rules: environment ## write docs/rules.md anew from the rulebook
	@$(python) -m scripts.write_rules

.PHONY: charts
charts: environment ## write docs/state-charts.md anew from the kinds of process
	@$(python) -m scripts.write_state_charts

.PHONY: permissions
permissions: environment ## write docs/permissions.md anew from the table that the API asks
	@$(python) scripts/write_permissions.py

.PHONY: client
client: environment ## write the generated part of the Python client anew from the OpenAPI document
	@PYTHONPATH=clients/python $(python) -m luyue_client_generator "$$(scripts/set_up uv)"

.PHONY: schemas
schemas: environment ## write docs/schemas/ anew: JSON Schemas of signals and events
	@$(python) -m scripts.write_schemas

.PHONY: contract
contract: environment ## Schemathesis at length, edges of every schema included, with each role's token
	@$(python) -m luyue.devstack.provision --tests
	@LUYUE_CONTRACT_EXAMPLES=$${EXAMPLES:-30} $(python) -m pytest -q -n 0 tests/api/contract

.PHONY: notices
notices: environment ## write docs/notices.md anew from the notices of every kind of process
	@$(python) -m scripts.write_notices

.PHONY: lock
lock: ## resolve requirements.lock anew from pyproject.toml
	@"$$(scripts/set_up uv)" pip compile --quiet --universal --generate-hashes --extra dev \
		--custom-compile-command "make lock" --no-emit-index-url --output-file requirements.lock pyproject.toml

.PHONY: environment
environment:
	@scripts/set_up

.PHONY: stack
stack: environment
	@$(python) -m luyue.devstack.provision
