#!/usr/bin/env bash
# Sets up what is missing and runs every check and test.
#   ./test.sh [pytest arguments]   all checks, then the tests
#   ./test.sh bench [--json FILE]  the benchmarks
#   ./test.sh pictures [FOLDER]    pictures of every step, to be looked at
#   ./test.sh documents [--whole]  documents measured in their PDF, and held against the standards
#                                  of their formats (tests/documents.py)
#   ./test.sh effort               keys it takes to file a report, counted while it is done
#   ./test.sh soak [PART]          the campaigns whole, of which tests try a sample (tests/soak.py)
#   ./test.sh typing               Chinese typed through real input methods, which it installs;
#                                  with GKNB_PROGRAM=〈path〉 into that frozen program
#   ./test.sh windows [GROUP…]     the Windows bundle built, tried under Wine, and the tests of these
#                                  folders of tests/ there (default: model export intake ui); root
#   ./test.sh lock                 write requirements/*.txt anew (needs uv)
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
source ./setup.sh

packages=(
    libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libxcb-cursor0
    libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0 fonts-noto-cjk xvfb xdotool
    libreoffice-writer libreoffice-calc poppler-utils fonts-arphic-gbsn00lp fonts-arphic-gkai00mp
    fonts-liberation
    dbus-daemon at-spi2-core gir1.2-atspi-2.0 python3-gi strace
    desktop-file-utils
)

typing_packages=(fcitx5 fcitx5-pinyin ibus ibus-libpinyin libpangocairo-1.0-0)
# Debian installs no fcitx 4 beside fcitx 5: these are only unpacked, into .venv.
fcitx4_packages=(
    fcitx-bin fcitx-data fcitx-modules fcitx-module-dbus fcitx-module-x11 fcitx-pinyin
    fcitx-ui-classic libfcitx-config4 libfcitx-core0 libfcitx-utils0 libgettextpo0
)

unpack_fcitx4() {
    local folder=$PWD/.venv/fcitx4 package
    [ ! -x "$folder/usr/bin/fcitx" ] || return 0
    mkdir -p "$folder/packages"
    (cd "$folder/packages" && apt-get download -qq "${fcitx4_packages[@]}") || return 0
    for package in "$folder"/packages/*.deb; do
        dpkg-deb -x "$package" "$folder"
    done
    # fcitx looks for its parts here where it is told its folder.
    ln -sfn "$(cd "$folder/usr/lib" && echo ./*-linux-gnu/fcitx)" "$folder/usr/lib/fcitx"
}

if [ "${1-}" = lock ]; then
    for extras in run: "test:--extra test" "bench:--extra test --extra bench" \
        "documents:--extra test --extra documents" "build:--extra build"; do
        # shellcheck disable=SC2086
        uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
            --no-emit-index-url --no-header ${extras#*:} pyproject.toml \
            --output-file "requirements/${extras%%:*}.txt"
    done
    exit
fi
if [ "${1-}" = windows ]; then
    shift
    installer/build_windows.sh
    installer/try_bundle_windows.sh
    exec installer/windows/suite.sh "$@"
fi
if [ "${1-}" = bench ]; then
    shift
    prepare bench "${packages[@]}"
    exec .venv/bin/python -m benchmarks "$@"
fi

if [ "${1-}" = documents ]; then
    shift
    prepare documents "${packages[@]}" chromium
    exec .venv/bin/python -m tests.documents "$@"
fi

prepare test "${packages[@]}"
if [[ "${1-}" =~ ^(pictures|effort|soak)$ ]]; then
    tool="$1"
    shift
    exec .venv/bin/python -m "tests.$tool" "$@"
fi
if [ "${1-}" = typing ]; then
    shift
    install_packages "${typing_packages[@]}"
    unpack_fcitx4
    exec .venv/bin/python -m pytest tests/ui/input_method/test_typing_daemons.py "$@"
fi
export QT_QPA_PLATFORM=offscreen FONTCONFIG_FILE="$PWD/tests/data/fonts.conf"
say "ruff"
.venv/bin/python -m ruff check --quiet .
.venv/bin/python -m ruff format --check --quiet .
say "mypy --strict"
.venv/bin/python -m mypy --no-error-summary
say "pytest"
if [ $# -gt 0 ]; then
    exec .venv/bin/python -m pytest "$@"
fi
# A worker that dies ends the run: with loadfile, xdist would wait for its other files for ever.
exec .venv/bin/python -m pytest --numprocesses 2 --max-worker-restart 0 \
    --dist loadfile --no-loadscope-reorder \
    --cov --cov-report=term --cov-fail-under=100
