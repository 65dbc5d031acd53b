#!/usr/bin/env bash
# Sets up what is missing and runs every check and test.
#   ./test.sh [pytest arguments]   all checks, then the tests
#   ./test.sh bench [--json FILE]  the benchmarks
#   ./test.sh pictures [FOLDER]    pictures of every step, to be looked at
#   ./test.sh effort               keys it takes to file a report, counted while it is done
#   ./test.sh soak [PART]          the same faults and bad files, for longer (tests/soak.py)
#   ./test.sh lock                 write requirements/*.txt anew (needs uv)
set -euo pipefail
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
source ./setup.sh

packages=(
    libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 libxcb-cursor0
    libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0 fonts-noto-cjk xvfb xdotool
    libreoffice-writer libreoffice-calc poppler-utils fonts-arphic-gbsn00lp fonts-arphic-gkai00mp
    dbus-daemon at-spi2-core gir1.2-atspi-2.0 python3-gi strace
)

if [ "${1-}" = lock ]; then
    for extras in run: "test:--extra test" "bench:--extra test --extra bench"; do
        # shellcheck disable=SC2086
        uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
            --no-emit-index-url --no-header ${extras#*:} pyproject.toml \
            --output-file "requirements/${extras%%:*}.txt"
    done
    exit
fi
if [ "${1-}" = bench ]; then
    shift
    prepare bench "${packages[@]}"
    exec .venv/bin/python -m benchmarks "$@"
fi

prepare test "${packages[@]}"
if [ "${1-}" = pictures ] || [ "${1-}" = effort ] || [ "${1-}" = soak ]; then
    tool="$1"
    shift
    exec .venv/bin/python -m "tests.$tool" "$@"
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
exec .venv/bin/python -m pytest --numprocesses 2 --dist loadfile --cov --cov-report=term --cov-fail-under=100
