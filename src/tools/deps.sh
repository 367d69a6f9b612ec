#!/bin/sh
# Names and installs what is missing on Debian: deps.sh build|test|long ...
# Looks for commands and pkg-config modules, not package names, so that what
# came another way is left alone.
set -eu

missing=

need_command() { # command package...
    command -v "$1" >/dev/null 2>&1 || missing="$missing $2"
}
need_module() { # pkg-config module, package
    pkg-config --exists "$1" 2>/dev/null || missing="$missing $2"
}
need_file() { # a file that shows it is there, package
    [ -e "$1" ] || missing="$missing $2"
}
need_run() { # package, command that succeeds when it is there
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}

build() {
    need_command gcc gcc
    need_command ar binutils
    need_command pkg-config pkg-config
    need_file /usr/include/stdio.h libc6-dev
    need_module libmicrohttpd libmicrohttpd-dev
    need_module sqlite3 libsqlite3-dev
    need_module jansson libjansson-dev
    need_module libsodium libsodium-dev
    need_module libutf8proc libutf8proc-dev
    need_module xlsxwriter libxlsxwriter-dev
    need_module zlib zlib1g-dev
    need_module liboath liboath-dev
    need_module libarchive libarchive-dev
    need_module expat libexpat1-dev
    need_module hogweed nettle-dev
    need_file /usr/share/unicode/Unihan_Readings.txt.bz2 unicode-data
    need_command bzip2 bzip2
    need_command node nodejs
    need_command npm npm
}

tests() {
    need_module cmocka libcmocka-dev
    need_command chromium chromium
    need_command faketime faketime
    need_command clang clang
    need_command clang-format clang-format
    need_command cppcheck cppcheck
    need_command curl curl
    need_command sqlite3 sqlite3
    need_command python3 python3
    need_command wrk wrk
    need_command pdftotext poppler-utils
    need_run python3-openpyxl /usr/bin/python3 -c 'import openpyxl'
    need_run fonts-noto-cjk sh -c 'ls /usr/share/fonts/opentype/noto/*CJK*'
}

long() {
    need_command clang-tidy clang-tidy
    need_run libclang-rt-14-dev \
        sh -c 'ls /usr/lib/llvm-*/lib/clang/*/lib/linux/*fuzzer*'
    need_command soffice libreoffice-calc
    need_command ssconvert gnumeric
    need_command certutil libnss3-tools
    need_file /usr/sbin/nginx nginx-light
    need_command openssl openssl
}

for group in "$@"; do
    case $group in
    build) build ;;
    test) tests ;;
    long) long ;;
    esac
done

[ -n "$missing" ] || exit 0
echo "needed from Debian:$missing" >&2
as_root=
[ "$(id -u)" -eq 0 ] || as_root=sudo
export DEBIAN_FRONTEND=noninteractive
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root apt-get install -y -qq --no-install-recommends $missing >&2
