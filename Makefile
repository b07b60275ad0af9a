# Every target does its own set-up; what is fetched is kept in the user's cache.
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

python := .venv/bin/python
version := $(shell sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)

.PHONY: help
help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

.PHONY: demo
demo: stack ## play every kind of process, and its deadlines, on a real stack
	@.venv/bin/luyue demo

.PHONY: dev
dev: stack ## start the stack and stay: Postgres, Temporal with its web UI, worker, API
	@.venv/bin/luyue dev

.PHONY: dashboard
dashboard: stack ## start the stack with Prometheus and steady traffic, and show the dashboard on them
	@.venv/bin/luyue dashboard

.PHONY: test
test: environment ## linters, types, import contract, tests; FORM=whole: more of them; FORM=release: all
	@$(python) -m luyue.devstack.provision --tests
	@$(python) -m tests.wire.programs
	@$(python) -m tests.chaos.proxies
	@[ "$(FORM)" != release ] || $(python) -m tests.deploy.programs
	@FORM=$(FORM) scripts/check

.PHONY: mutation
mutation: environment ## mutation testing of the rulebook and the policy; fails below 90 % killed
	@"$$(scripts/set_up uv)" run --quiet --no-project --python $(python) --script scripts/mutation.py $(MODULES)

.PHONY: bench
bench: stack ## every benchmark beside its rivals, a table and a JSON file each; PARTS="lifecycles append", FORM=quick
	@$(python) -m bench $(PARTS) $(if $(filter quick,$(FORM)),--quick)

.PHONY: chaos
chaos: environment ## faults under load, then an independent checker; MINUTES=10 SEED=… LANES=8 TEMPORAL=production
	@$(python) -m luyue.devstack.provision
	@$(python) -m tests.chaos --minutes $${MINUTES:-10} --lanes $${LANES:-8} --temporal $${TEMPORAL:-development} $${SEED:+--seed $$SEED}

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
	@"$$(scripts/set_up uv)" pip compile --quiet --universal --generate-hashes --extra dev --extra bench --extra devstack \
		--custom-compile-command "make lock" --no-emit-index-url --output-file requirements.lock pyproject.toml
	@"$$(scripts/set_up uv)" pip compile --quiet --universal --generate-hashes --constraints requirements.lock \
		--custom-compile-command "make lock" --no-emit-index-url --output-file deploy/requirements.lock pyproject.toml

.PHONY: configuration
configuration: environment ## write docs/configuration.md anew: every setting of the API, the worker and the codec server
	@$(python) -m scripts.write_configuration

.PHONY: scale
scale: environment ## write the tables of docs/scale.md anew from docs/scale_figures.json
	@$(python) -m scripts.scale

.PHONY: sbom
sbom: ## write build/luyue.cdx.json, what the image is made of, as CycloneDX
	@scripts/write_sbom build/luyue.cdx.json

.PHONY: image
image: sbom ## build the container image luyue:VERSION; needs Docker
	@docker build --file deploy/image/Dockerfile --tag luyue:$(version) .

.PHONY: environment
environment:
	@scripts/set_up

.PHONY: stack
stack: environment
	@$(python) -m luyue.devstack.provision
