# `make` alone prints what there is. `make test` is the one command that proves the whole.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

GO          ?= go
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2

# FUZZTIME is a duration (30s) or a number of inputs (20000x).
FUZZTIME ?= 30s
# ROUNDS is how often a long rig repeats its accident.
ROUNDS ?= 200

# Everything that starts a browser, Node or a whole server; run one package at a time, never from the test cache.
SYSTEM := $(addprefix ./,$(addsuffix /...,$(patsubst %/,%,$(wildcard compat/ e2e/ reliability/))))

# On PostgreSQL: what a store could spoil, without repeating what no store has a say in (the races within a process, older
# clients, how pages look).
STORE_CLIENTS := ^Test(Orders|Kitchen)$$/^client-4.8$$|^TestRecovery$$
STORE_STORIES := ^Test(HowToTest|Dropped|Killed|Tick|Cut|Two|PassAlarm)

# npm writes node_modules/.package-lock.json last: it is the proof that an installation is complete.
NPM_LOCKS   := $(wildcard compat/package-lock.json compat/*/package-lock.json web/package-lock.json bench/peers/package-lock.json)
NPM_MODULES := $(NPM_LOCKS:package-lock.json=node_modules/.package-lock.json)

##@ Use it
run: ## start the server on http://localhost:3000
	$(GO) run ./cmd/orderup

demo: ## start it with a simulated Saturday evening
	$(GO) run ./cmd/orderup demo

build: ## bin/orderup: static, reproducible, no cgo
	CGO_ENABLED=0 $(GO) build -trimpath -o bin/orderup ./cmd/orderup

##@ Prove it
test: deps check ## install what the tests need, then run everything (what CI runs)

check: lint fuzz-short test-pages test-unit test-postgres test-system ## the one gate, without installing system packages

lint: fmt vet staticcheck portable types ## formatting, vet, staticcheck, other systems, page types

fmt:
	@scripts/gofmt-check

vet:
	$(GO) vet ./...

staticcheck:
	$(GO) run $(STATICCHECK) ./...

# Restaurants run Windows and macOS too: everything must build there, its tests included.
portable:
	@for os in windows darwin; do \
	  echo "GOOS=$$os go vet ./..."; CGO_ENABLED=0 GOOS=$$os $(GO) vet ./...; \
	done

types: $(filter web/%,$(NPM_MODULES))
	npm --prefix web --loglevel=error run check

test-unit: ## every package that needs nothing but Go, with the race detector
	@pkgs=$$($(GO) list ./... | grep -Ev '^orderup/(compat|e2e|reliability)(/|$$)'); \
	echo "go test -race -shuffle=on (packages: $$(wc -w <<<"$$pkgs"))"; \
	$(GO) test -race -shuffle=on -timeout 10m $$pkgs

test-postgres: $(NPM_MODULES) ## the tests of a whole house once more, on PostgreSQL, with clients and browser
	ORDERUP_TEST_DB=postgres $(GO) test -shuffle=on -timeout 10m ./restaurant ./live ./api ./sim
	ORDERUP_TEST_DB=postgres $(GO) test -count 1 -timeout 10m -run '$(STORE_CLIENTS)' ./compat
	ORDERUP_TEST_DB=postgres $(GO) test -count 1 -timeout 15m -run '$(STORE_STORIES)' ./e2e

test-pages: $(filter web/%,$(NPM_MODULES)) ## the pages' own modules, under Node
	npm --prefix web --loglevel=error test

test-system: $(NPM_MODULES) ## official clients, real browser, crash rigs in their short form
	@if [ -n "$(SYSTEM)" ]; then echo "go test -race -p 1 $(SYSTEM)"; \
	  $(GO) test -race -p 1 -count 1 -timeout 25m $(SYSTEM); fi

fuzz: ## each fuzz target for FUZZTIME (default 30s)
	@scripts/fuzz $(FUZZTIME)

# A number of inputs, not seconds: before Go 1.27 a time limit can fail a target that found nothing (go.dev/issue/75804).
fuzz-short: ## each fuzz target for 3,000 inputs, a few seconds
	@scripts/fuzz 3000x

cover: ## statement coverage of all packages together, bin/cover.html
	@mkdir -p bin
	$(GO) test -coverpkg=./... -coverprofile=bin/cover.out $$($(GO) list ./... | grep -Ev '^orderup/(compat|e2e|reliability|bench)(/|$$)')
	@$(GO) tool cover -html=bin/cover.out -o bin/cover.html
	@$(GO) tool cover -func=bin/cover.out | tail -n 1

##@ Break it (long rigs; each has a control that must fail)
rel-r1: ## kill -9 under load, ROUNDS times: nothing acknowledged is lost
	$(GO) test ./reliability -run '^TestKill9' -count 1 -v -timeout 90m -rounds $(ROUNDS) -fill 100000

rel-r2: ## power cut: what was not synced is gone, what was acknowledged is not
	$(GO) test ./reliability -run '^TestPowerCut' -count 1 -v -timeout 90m -rounds $(ROUNDS)

rel-r3: ## every acknowledgement was preceded by a sync (strace)
	$(GO) test ./reliability -run '^TestFsyncBeforeAck' -count 1 -v -timeout 30m

rel-r4: ## full disk: 507, reads go on, heals without restart
	$(GO) test ./reliability -run '^TestDiskFull' -count 1 -v -timeout 30m

rel-r5: ## a sync that fails: no acknowledgement, exit 75, a clean start
	$(GO) test ./reliability -run '^TestSyncFails' -count 1 -v -timeout 30m

rel-r7: ## 1,000 readers that stall: bounded memory, cut in time, the others do not notice
	$(GO) test ./reliability -run '^TestStalled' -count 1 -v -timeout 10m -stalled 1000 -stalledrate 100

rel-r8: bench/peers/node_modules/.package-lock.json ## kill -9 with 10,000 clients: all back with their state, beside Node
	$(GO) test ./reliability -run '^TestStorm' -count 1 -v -timeout 10m -storm 10000

rel-r9-soak: ## half an hour of drops, kills and a restart: none missing, none twice, none out of order
	$(GO) test ./reliability -run '^TestSoak' -count 1 -v -timeout 60m -soak 30m

rel-r9: ## follow orders across kills: none missing, none twice, none out of order
	$(GO) test ./reliability -run '^TestFollowAcrossKills' -count 1 -v -timeout 30m

rel-r12: ## 20 graceful restarts with 5,000 sockets and 300 requests a second, and 20 of two nodes in turn: none fails
	$(GO) test ./reliability -run '^Test(Rolling)?Restart' -count 1 -v -timeout 20m -restarts 20 -sockets 5000

rel-r14: compat/parsers/node_modules/.package-lock.json ## a million packets: our parsers and the official ones agree
	$(GO) test ./compat/parsers -count 1 -v -timeout 30m -inputs 1000000

rel-r15: ## a million spoiled requests and frames against the running server
	$(GO) test ./reliability -run '^TestLiveFuzz$$' -count 1 -v -timeout 60m -connections 30000

rel-r16: ## too much of everything, and text that is no UTF-8
	$(GO) test ./reliability -run '^(TestOversize|TestBrokenUTF8)$$' -count 1 -v -timeout 10m -crowd 1000

rel-r17: ## 9,000 clients that keep the server waiting
	$(GO) test ./reliability -run '^TestSlowClients$$' -count 1 -v -timeout 10m -drippers 1500

rel-nodes: ## two nodes on one PostgreSQL: kill -9 of a node 20 times, PostgreSQL restarted twice
	$(GO) test ./reliability -run '^TestTwoNodes' -count 1 -v -timeout 30m -rounds 20

rel-r10: ## PostgreSQL stands still: 503 in time, sockets are told, all heals by itself
	$(GO) test ./reliability -run '^TestPostgresAway' -count 1 -v -timeout 10m

rel-r19: ## linearizability of create, get and set, 100 histories of each store, with kill -9
	$(GO) test ./reliability -run '^TestLinearizable' -count 1 -v -timeout 90m -histories 100

rel-service: ## two simulated days: every order ends, and no memory is left in use
	$(GO) test ./sim/evening -run '^(TestASaturdayEvening|TestAServiceCostsNoMemory)$$' -count 1 -v -timeout 30m -hours 48

rel-screens: ## twelve simulated hours on the screens and the test client, 8 minutes: no memory is left in use
	$(GO) test ./e2e -run '^(TestAServiceCostsTheScreensNoMemory|TestAScreenThatForgetsNothingIsRefused)$$' -count 1 -v -timeout 40m -service 12

rel-r18: ## the same idempotency key from many racers: one order
	$(GO) test ./reliability -run '^TestSameKey' -count 1 -v -timeout 60m -keys 1000 -racers 50

rel-r30: ## tablets of the kitchen die 1,000 times: each ticket is confirmed or alarms in time, each tap counts once
	$(GO) test ./reliability -run '^TestReceipts' -count 1 -v -timeout 60m -deaths 1000 -tablets 24 -receipt 10 -pace 1s

##@ Measure it
bench: build bench/peers/node_modules/.package-lock.json ## side by side with Node and NestJS, into docs/performance.md
	$(GO) run ./bench/orders -write docs/performance.md
	$(GO) run ./bench/propagate -write docs/performance.md
	$(GO) run ./bench/fanout -write docs/performance.md
	$(GO) run ./bench/load -write docs/performance.md
	$(GO) run ./bench/stores -write docs/performance.md

bench-network: build bench/peers/node_modules/.package-lock.json ## the same for deliveries, where a server does not pay for its clients' half of TCP (root)
	scripts/own-network 1 $(GO) run ./bench/fanout -write docs/performance.md
	scripts/own-network 1 $(GO) run ./bench/load -write docs/performance.md

eta: build ## score the forecasts of ready times in kitchens drawn from seeds
	$(GO) run ./bench/eta

##@ Keep house
deps: deps-system $(NPM_MODULES) ## install what the tests need (Debian; root or sudo)

deps-system:
	@scripts/install-tools

%/node_modules/.package-lock.json: %/package-lock.json
	@echo "npm ci in $*"
	@cd $* && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

clean: ## remove what was built here
	rm -rf bin tmp $(dir $(NPM_MODULES))

help:
	@awk 'BEGIN { FS = ":.*## " } \
	  /^##@ / { printf "\n\033[1m%s\033[0m\n", substr($$0, 5) } \
	  /^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run demo build test check lint fmt vet staticcheck portable types test-unit test-postgres test-pages test-system fuzz fuzz-short \
  cover rel-r1 rel-r2 rel-r3 rel-r4 rel-r5 rel-r7 rel-r8 rel-r9-soak rel-r9 rel-r12 rel-r14 rel-r15 rel-r16 rel-r17 rel-r18 rel-r10 rel-r19 rel-r30 rel-nodes rel-service rel-screens bench bench-network deps deps-system clean help
