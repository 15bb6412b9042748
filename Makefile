# One makefile for the whole tree; see `make help`.
VERSION := 0.1.0
PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
MANDIR  ?= $(PREFIX)/share/man
DATADIR ?= $(PREFIX)/share/drillpipe
COMPDIR ?= $(PREFIX)/share/bash-completion/completions
UNITDIR ?= $(PREFIX)/lib/systemd/system

CC      ?= cc
CFLAGS  ?= -O2 -g
WARN    := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
           -Wold-style-definition -Wvla -Wwrite-strings -Wformat=2 -Wno-format-nonliteral
WERROR  ?=
PKGS    := gsl jansson inih libxml-2.0 libzstd
LIBS    := -Wl,--as-needed -lcsv $(shell pkg-config --libs $(PKGS)) -lm

# MODE picks the build directory, so a sanitizer build never shares an object with another.
MODE    ?= release
BUILD   ?= build
ifeq ($(MODE),asan)
  MODEFLAGS := -O1 -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
else ifeq ($(MODE),fuzz)
  MODEFLAGS := -O1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
else
  MODEFLAGS := -D_FORTIFY_SOURCE=2 -fstack-protector-strong
endif
B := $(BUILD)/$(MODE)

ALL_CFLAGS := -std=gnu11 -D_GNU_SOURCE -DVERSION='"$(VERSION)"' -DDATADIR='"$(DATADIR)"' \
              -include common/banned.h -Icommon $(shell pkg-config --cflags $(PKGS)) \
              $(WARN) $(WERROR) $(CFLAGS) $(MODEFLAGS)

COMMON := $(filter-out %_test.c %_fuzz.c,$(wildcard common/*.c))
TESTS  := $(wildcard common/*_test.c cmd/*/*_test.c)
FUZZES := $(wildcard common/*_fuzz.c cmd/*/*_fuzz.c)
TOOLS  := $(notdir $(patsubst %/,%,$(wildcard cmd/*/)))
BINS   := $(TOOLS:%=$(B)/%)
LIB    := $(B)/common.a
SCRIPTS := $(filter-out %.bash,$(wildcard scripts/ml-*))
UNITS  := $(wildcard docs/*.service docs/*.timer)
MANS   := $(wildcard cmd/*/*.1 docs/*.[1-8])
obj     = $(patsubst %.c,$(B)/%.o,$(1))
tool_c  = $(filter-out %_test.c %_fuzz.c,$(wildcard cmd/$(1)/*.c))
maths_c = $(filter-out cmd/$(1)/$(1).c,$(call tool_c,$(1)))

all: $(BINS)                                            ## build every tool

$(B)/%.o: %.c $(B)/flags
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -I$(<D) -MMD -MP -c -o $@ $<

$(LIB): $(call obj,$(COMMON))
	@rm -f $@
	$(AR) rcs $@ $^

define tool
$(B)/$(1): $(call obj,$(call tool_c,$(1))) $(LIB)
	$$(CC) $$(ALL_CFLAGS) $$(LDFLAGS) -o $$@ $$^ $$(LIBS)
$(patsubst %.c,$(B)/%,$(wildcard cmd/$(1)/*_test.c)): $(B)/%_test: $(B)/%_test.o $(call obj,$(call maths_c,$(1))) $(LIB)
	$$(CC) $$(ALL_CFLAGS) $$(LDFLAGS) -o $$@ $$^ -lcmocka $$(LIBS)
$(patsubst %.c,$(B)/%,$(wildcard cmd/$(1)/*_fuzz.c)): $(B)/%_fuzz: $(B)/%_fuzz.o $(call obj,$(call maths_c,$(1))) $(LIB)
	$$(CC) $$(ALL_CFLAGS) -fsanitize=fuzzer $$(LDFLAGS) -o $$@ $$^ $$(LIBS)
endef
$(foreach t,$(TOOLS),$(eval $(call tool,$(t))))

$(patsubst %.c,$(B)/%,$(wildcard common/*_test.c)): $(B)/%_test: $(B)/%_test.o $(LIB)
	$(CC) $(ALL_CFLAGS) $(LDFLAGS) -o $@ $^ -lcmocka $(LIBS)
$(patsubst %.c,$(B)/%,$(wildcard common/*_fuzz.c)): $(B)/%_fuzz: $(B)/%_fuzz.o $(LIB)
	$(CC) $(ALL_CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $^ $(LIBS)

# Rebuild when the compiler or its flags change.
$(B)/flags: FORCE
	@mkdir -p $(@D); echo '$(CC) $(subst ','\'',$(ALL_CFLAGS) $(LDFLAGS))' | cmp -s - $@ || \
	    echo '$(CC) $(subst ','\'',$(ALL_CFLAGS) $(LDFLAGS))' > $@

tests: $(TESTS:%.c=$(B)/%)                              ## build the unit tests

check: all tests                                        ## unit tests and the cases under testdata
	BIN=$(abspath $(B)) MODE=$(MODE) DRILLPIPE_DATA=$(CURDIR)/common \
	    prove -e '' $(PROVEFLAGS) $(TESTS:%.c=$(B)/%) scripts/check-tree scripts/check-cases

check-asan:                                             ## the same, under the sanitizers
	$(MAKE) MODE=asan check

fuzz:                                                   ## run each fuzz target FUZZSECS seconds (clang)
	$(MAKE) MODE=fuzz CC=clang fuzz-run
fuzz-run: $(FUZZES:%.c=$(B)/%)
	@for f in $(FUZZES:%.c=$(B)/%); do n=$$(basename $$f _fuzz); mkdir -p $(BUILD)/corpus/$$n testdata/fuzz/$$n; \
	    echo "fuzz $$n"; $$f -max_total_time=$(or $(FUZZSECS),30) -verbosity=0 \
	        -artifact_prefix=$(BUILD)/corpus/crash-$$n- $(BUILD)/corpus/$$n testdata/fuzz/$$n || exit 1; done

lint:                                                   ## static analysis, man pages, scripts
	cppcheck --quiet --error-exitcode=1 --inline-suppr --enable=warning,portability,performance \
	    --suppress=missingIncludeSystem --std=c11 -D_GNU_SOURCE -DVERSION='""' -DDATADIR='""' -Icommon common cmd
	shellcheck $$(grep -d skip -lE '^#!/bin/(ba)?sh' scripts/* .ci/run) scripts/ml-run.bash
	@for m in $(MANS); do mandoc -Tlint -Wwarning $$m || exit 1; done

bench: all                                              ## timings, as ratios from one run
	sh scripts/bench $(B)

simulate: all                                           ## worlds of known truth, 200 h each, into docs/validation.md
	scripts/simulate --into docs/validation.md $(B)
simulate-short: all                                     ## the same in seconds: are the figures within wide bounds
	scripts/simulate --short $(B)

install: all                                            ## install under $(DESTDIR)$(PREFIX)
	install -d $(addprefix $(DESTDIR),$(BINDIR) $(MANDIR)/man1 $(MANDIR)/man5 $(MANDIR)/man7 $(MANDIR)/man8 $(COMPDIR) $(DATADIR)/maps $(DATADIR)/dashboard $(UNITDIR))
	install -m 755 $(BINS) $(DESTDIR)$(BINDIR)
	for t in $(TOOLS); do \
	    install -m 644 cmd/$$t/$$t.1 $(DESTDIR)$(MANDIR)/man1/ && \
	    install -m 644 scripts/completion.bash $(DESTDIR)$(COMPDIR)/$$t || exit 1; done
	for s in $(SCRIPTS); do sed 's|@DATADIR@|$(DATADIR)|g' $$s > $(DESTDIR)$(BINDIR)/$${s##*/} && \
	    chmod 755 $(DESTDIR)$(BINDIR)/$${s##*/} || exit 1; done
	install -m 644 scripts/ml-run.bash $(DESTDIR)$(DATADIR)
	install -m 644 scripts/dashboard/* $(DESTDIR)$(DATADIR)/dashboard
	for m in docs/*.[1-8]; do install -m 644 $$m $(DESTDIR)$(MANDIR)/man$${m##*.}/ || exit 1; done
	install -m 644 common/maps/*.csv $(DESTDIR)$(DATADIR)/maps/
	for u in $(UNITS); do sed 's|@BINDIR@|$(BINDIR)|g' $$u > $(DESTDIR)$(UNITDIR)/$${u##*/} && \
	    chmod 644 $(DESTDIR)$(UNITDIR)/$${u##*/} || exit 1; done

uninstall:                                              ## remove what install put there
	rm -f $(TOOLS:%=$(DESTDIR)$(BINDIR)/%) $(TOOLS:%=$(DESTDIR)$(MANDIR)/man1/%.1) $(TOOLS:%=$(DESTDIR)$(COMPDIR)/%)
	rm -f $(SCRIPTS:scripts/%=$(DESTDIR)$(BINDIR)/%) $(UNITS:docs/%=$(DESTDIR)$(UNITDIR)/%)
	for m in docs/*.[1-8]; do rm -f $(DESTDIR)$(MANDIR)/man$${m##*.}/$${m##*/} || exit 1; done
	rm -rf $(DESTDIR)$(DATADIR)

clean:                                                  ## remove build/
	rm -rf build

help:                                                   ## this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 16

FORCE:
.PHONY: all tests check check-asan fuzz fuzz-run lint bench simulate simulate-short install uninstall clean help FORCE
.DELETE_ON_ERROR:
.PRECIOUS: $(B)/%.o
-include $(patsubst %.c,$(B)/%.d,$(wildcard common/*.c cmd/*/*.c))
