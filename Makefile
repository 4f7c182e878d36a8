# Every recipe is one plain command, so that this file runs under Windows' cmd and a POSIX shell.
ifeq ($(OS),Windows_NT)
PYTHON ?= py -3
else
PYTHON ?= python3
endif
PROGRAM := $(PYTHON) -m warehouse.bootstrap

.DEFAULT_GOAL := help
.PHONY: help setup weekly letters-sample dashboard test test-fast lint audit verify bench screenshots docs db db-stop backup restore drill upgrade logs

help: ## List the targets
	@$(PYTHON) -m warehouse.make.targets Makefile

setup: ## Create what is missing: virtual environment, packages
	@$(PROGRAM)

weekly: ## The Monday run: load, read statuses, dbt build, plan the letters, summary
	@$(PROGRAM) -m weekly

dashboard: ## The page and its worker, on this machine; on the samples when there is no .env
	@$(PROGRAM) -m dashboard serve --with-worker

test: ## The whole test suite
	@$(PROGRAM) -m pytest -n logical --maxprocesses 4 --dist loadgroup

test-fast: ## What starts neither dbt nor processes of its own: a minute or two
	@$(PROGRAM) -m pytest -n logical --maxprocesses 4 --dist loadgroup -m "not dbt and not processes"

lint: ## Every style and convention check
	@$(PROGRAM) -m warehouse.make.lint

audit: ## What independent referees say of the dbt project, once built
	@$(PROGRAM) -m audit

verify: ## Live tables against a full rebuild beside them, row for row
	@$(PROGRAM) -m weekly.verify

bench: ## Measured speed and memory, as ratios against references
	@$(PROGRAM) -m bench

HORIZON ?= 90
backtest: ## Scores of the advice on sales it has not seen: LINES=file CUTOFF=date HORIZON=days [CUVEES=file]
	@$(PROGRAM) -m bench.backtest run --lines $(LINES) --cutoff $(CUTOFF) --horizon $(HORIZON) $(if $(CUVEES),--cuvees $(CUVEES))

tune: ## Scores per value of an advice var, on earlier dates: LINES= CUTOFFS= HORIZON= VARY=var=a,b
	@$(PROGRAM) -m bench.tune run --lines $(LINES) --cutoffs $(CUTOFFS) --horizon $(HORIZON) --vary $(VARY)

letters-sample: ## Twenty persons who get a letter: what they bought, what was considered, what was chosen
	@$(PROGRAM) -m activation sample

PICTURES ?=
screenshots: ## Pictures of the page for the docs, from the database as it stands; PICTURES="lundi"
	@$(PROGRAM) -m docs.images.page_pictures $(PICTURES)

docs: ## The dbt documentation as one page: target/static_index.html
	@$(PROGRAM) -m warehouse.dbt docs generate --static

db: ## Start PostgreSQL, migrate it, write profiles.yml
	@$(PROGRAM) -m warehouse up

db-stop: ## Stop the embedded PostgreSQL
	@$(PROGRAM) -m warehouse down

backup: ## Take a backup, copy it elsewhere, remove those that may go
	@$(PROGRAM) -m deploy.backup take

restore: ## Put a backup in the place of the database: FILE=path, by default the newest
	@$(PROGRAM) -m deploy.backup restore --yes $(FILE)

drill: ## Bring the newest backup back beside the database, look through it, drop it again
	@$(PROGRAM) -m deploy.backup drill

upgrade: ## Bring the database to this version, once a backup of it was tried
	@$(PROGRAM) -m deploy.backup upgrade

logs: ## What one run did, line by line: RUN=the beginning of its id, by default the last Monday
	@$(PROGRAM) -m warehouse logs $(RUN)
