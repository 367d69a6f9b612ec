# 保学 Baoxue.
#
#   make run        all that a fresh Debian 12 needs, then serve a demo county
#   make build      the client and the server: build/baoxue
#   make test       everything a change must pass (about 10 minutes)
#   make test-long  what takes longer; before an issue is resolved
#   make lint       layers, banned functions, format, static analysis
#   make drawing    the life of a case into the README, from its table
#   make bench      figures against bare programs, in one table
#   make install PREFIX=/usr/local

SHELL := /bin/bash
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules -j$(shell nproc)

# ---- variants: V=  plain, V=asan, V=tsan, each with objects of its own -----
V ?=
B := build
O := $(B)/obj$(if $(V),-$(V))
G := $(B)/gen

CC := gcc
PKGS := libmicrohttpd sqlite3 jansson libsodium libutf8proc xlsxwriter zlib \
        liboath libarchive expat nettle hogweed gmp
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wmissing-prototypes \
        -Wstrict-prototypes -Wvla -Wformat=2 -Wundef -Werror
OPT := -O2 -g -fstack-protector-strong -D_FORTIFY_SOURCE=2
SAN :=
ifeq ($(V),asan)
OPT := -O1 -g -fno-omit-frame-pointer
SAN := -fsanitize=address,undefined -fno-sanitize-recover=all
endif
ifeq ($(V),tsan)
OPT := -O1 -g -fno-omit-frame-pointer
SAN := -fsanitize=thread
endif
# Asked once, and only when needed: the packages may have just come.
PKG_CFLAGS = $(eval PKG_CFLAGS := $$(shell pkg-config --cflags $$(PKGS)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $$(shell pkg-config --libs $$(PKGS)))$(PKG_LIBS)
CFLAGS = -std=c17 -D_GNU_SOURCE -Iinclude -I$(G) $(WARN) $(OPT) $(SAN) \
         $(PKG_CFLAGS) -pthread
LDFLAGS = $(SAN) -pthread -Wl,-z,relro,-z,now
LIBS = $(PKG_LIBS) -lm

SRC := $(filter-out src/tools/% src/app/main.c,$(wildcard src/*/*.c))
OBJ := $(SRC:src/%.c=$(O)/%.o)
GEN_OBJ := $(addprefix $(O)/gen/,readings.o shapes.o migrations.o county_csv.o \
             papers.o)
LIB := $(O)/libbaoxue.a
BIN := $(B)/baoxue$(if $(V),-$(V))

.PHONY: all build run test test-long lint bench drawing install clean deps help
all: build
help:
	@sed -n 's/^#  \{0,2\} make/make/p' Makefile

include src/tools/build.mk
include tests/test.mk
-include $(OBJ:.o=.d) $(O)/app/main.d
