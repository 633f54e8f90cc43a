# make demo    build, and run examples/quickstart.setl
# make test    build, and run the whole test suite
# make test-notebook  the kernel alone, by Jupyter's own tools; make test-browser  its pages in Chromium
# make test-peers  layers and losses beside PyTorch's, to 1e-5
# make build   the command, .build/release/setl
# make repl    the prompt
# make lint    the format of all sources
# make bench   the language beside CPython and Lua
# make bench-core   training and answers beside PyTorch's, in 32 bits and bfloat16, and SciPy's
# make bench-peers   one epoch over IMDB beside PyTorch's (SETL_DATA names the data folder)
# make bench-prompt  what a person waits for at the prompt
# make bench-kernel  what a person waits for at a notebook, beside ipykernel
# make bench-kills   a hundred trainings killed and resumed, to the same bits
# make bench-machines   what a second machine brings, by mpirun; bench-machines-kills: a hundred signals
# make install PREFIX=/usr/local

PREFIX ?= /usr/local
SWIFT ?= swift
PACKAGES = libedit-dev libopenblas0 libarchive-dev zlib1g-dev libsqlite3-dev libpcre2-dev libcairo2 \
  libzmq5 libsodium23
# One set of flags for build and test, so that they share what is built.
FLAGS = -c release --explicit-target-dependency-import-check error

.PHONY: demo test test-notebook test-browser test-peers build bench bench-core bench-peers bench-prompt bench-kernel bench-kills bench-machines bench-machines-kills peers repl lint install packages toolchain

demo: build
	.build/release/setl examples/quickstart.setl

test test-notebook test-browser bench-kernel: PACKAGES += python3-venv

test: PACKAGES += openmpi-bin
test: packages toolchain
	$(SWIFT) build $(FLAGS)
	$(SWIFT) test $(FLAGS) --disable-testable-imports
	.build/release/benchmarks --seconds 0.1 >/dev/null
	sh Tests/notebook/run.sh kernel
	sh Tests/notebook/run.sh browser

test-notebook: build
	sh Tests/notebook/run.sh kernel

test-browser: build
	sh Tests/notebook/run.sh browser

test-peers: build peers
	.build-peers/bin/python Tests/peers/compare.py .build/release/setl

build: packages toolchain
	$(SWIFT) build $(FLAGS)

repl: build
	.build/release/setl

# PyTorch, SciPy and Numba come from PyPI into an environment of their own.
peers:
	test -x .build-peers/bin/python || python3 -m venv .build-peers
	.build-peers/bin/python -c 'import torch, scipy, numba' 2>/dev/null \
	  || .build-peers/bin/pip install --quiet torch numpy scipy numba

bench: PACKAGES += lua5.4
bench: build peers
	sh benchmarks/language.sh

bench-core: build peers
	.build-peers/bin/python benchmarks/peers/table.py

bench-peers: build peers
	PYTHON=.build-peers/bin/python sh benchmarks/imdb_epoch.sh

bench-kills: build
	python3 benchmarks/kills.py

bench-machines bench-machines-kills: PACKAGES += openmpi-bin iproute2
bench-machines: build
	python3 benchmarks/machines.py

bench-machines-kills: build
	python3 benchmarks/machines_kills.py

bench-prompt: build
	python3 benchmarks/prompt.py

bench-kernel: build
	sh Tests/notebook/run.sh tools
	.build-notebook/bin/python benchmarks/kernel.py

lint: toolchain
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests stdlib benchmarks

install: build
	install -d $(DESTDIR)$(PREFIX)/bin
	install .build/release/setl $(DESTDIR)$(PREFIX)/bin/setl

toolchain:
	@command -v $(SWIFT) >/dev/null || { \
	  echo "setl is built with a Swift toolchain, version 6.2 or later: https://www.swift.org/install"; \
	  exit 1; }

# The Debian packages that are missing; through sudo when not root.
packages:
	@missing=; for package in $(PACKAGES); do \
	  dpkg-query -W -f='$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; \
	done; \
	if [ -n "$$missing" ]; then \
	  if ! command -v apt-get >/dev/null; then \
	    echo "These libraries are needed, by their Debian names:$$missing"; exit 1; \
	  fi; \
	  if [ "$$(id -u)" = 0 ]; then become=; \
	  elif command -v sudo >/dev/null; then become=sudo; \
	  else echo "Ask an administrator to run:  apt-get install$$missing"; exit 1; fi; \
	  echo "Installing$$missing"; \
	  $$become apt-get update -qq && \
	  $$become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $$missing \
	    || { echo "These packages could not be installed:$$missing"; exit 1; }; \
	fi
