# Every recipe is one plain command, so that this file runs under Windows' cmd and a POSIX shell.
ifeq ($(OS),Windows_NT)
PYTHON ?= py -3
else
PYTHON ?= python3
endif
RUN := $(PYTHON) -m warehouse.bootstrap

.DEFAULT_GOAL := help
.PHONY: help setup weekly letters-sample dashboard test test-fast lint audit verify bench screenshots docs db db-stop backup restore drill upgrade

help: ## List the targets
	@$(PYTHON) -m warehouse.make.targets Makefile

setup: ## Create what is missing: virtual environment, packages
	@$(RUN)

weekly: ## The Monday run: load, read statuses, dbt build, plan the letters, summary
	@$(RUN) -m weekly

dashboard: ## The page and its worker, on this machine; on the samples when there is no .env
	@$(RUN) -m dashboard serve --with-worker

test: ## The whole test suite
	@$(RUN) -m pytest -n logical --maxprocesses 4 --dist loadgroup

test-fast: ## What starts neither dbt nor processes of its own: under a minute
	@$(RUN) -m pytest -n logical --maxprocesses 4 --dist loadgroup -m "not dbt and not processes"

lint: ## Every style and convention check
	@$(RUN) -m warehouse.make.lint

audit: ## What independent referees say of the dbt project, once built
	@$(RUN) -m audit

verify: ## Live tables against a full rebuild beside them, row for row
	@$(RUN) -m weekly.verify

bench: ## Measured speed and memory, as ratios against references
	@$(RUN) -m bench

HORIZON ?= 90
backtest: ## Scores of the advice on sales it has not seen: LINES=file CUTOFF=date HORIZON=days [CUVEES=file]
	@$(RUN) -m bench.backtest run --lines $(LINES) --cutoff $(CUTOFF) --horizon $(HORIZON) $(if $(CUVEES),--cuvees $(CUVEES))

tune: ## Scores per value of an advice var, on earlier dates: LINES= CUTOFFS= HORIZON= VARY=var=a,b
	@$(RUN) -m bench.tune run --lines $(LINES) --cutoffs $(CUTOFFS) --horizon $(HORIZON) --vary $(VARY)

letters-sample: ## Twenty persons who get a letter: what they bought, what was considered, what was chosen
	@$(RUN) -m activation sample

PICTURES ?=
screenshots: ## Pictures of the page for the docs, from the database as it stands; PICTURES="lundi"
	@$(RUN) -m docs.images.page_pictures $(PICTURES)

docs: ## The dbt documentation as one page: target/static_index.html
	@$(RUN) -m warehouse.dbt docs generate --static

db: ## Start PostgreSQL, migrate it, write profiles.yml
	@$(RUN) -m warehouse up

db-stop: ## Stop the embedded PostgreSQL
	@$(RUN) -m warehouse down

backup: ## Take a backup, copy it elsewhere, remove those that may go
	@$(RUN) -m deploy.backup take

restore: ## Put a backup in the place of the database: FILE=path, by default the newest
	@$(RUN) -m deploy.backup restore --yes $(FILE)

drill: ## Bring the newest backup back beside the database, look through it, drop it again
	@$(RUN) -m deploy.backup drill

upgrade: ## Bring the database to this version, once a backup of it was tried
	@$(RUN) -m deploy.backup upgrade
