#!/usr/bin/env bash
# Tries the Windows bundle under Wine 10, in a Debian 13 root: unpacks it into a folder with spaces,
# Chinese, & ' # and %, and prints a line for each step (tests/windows.py).
#   installer/try_bundle_windows.sh [OUTDIR [STEP…]]     default: out/installer, all steps
# Needs root, debootstrap, and the network for the root (kept in $GKNB_CACHE) and for .venv.
set -euo pipefail
project=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
out=$(realpath "${1-$project/out/installer}")
shift || true
cd "$project"
source ./setup.sh
source installer/linux/roots.sh
source installer/windows/wine.sh
wine_prefix=trial

prepare test xvfb xdotool openbox libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 \
    libdbus-1-3 libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0 libxcb-shape0
export GKNB_WINE="${GKNB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gknb-installer}/trixie"
export GKNB_PROGRAM="$project/installer/windows/under_wine.sh"
export GKNB_BUNDLE="$GKNB_WINE/build/try/D 盘/年报 & '工具' #1 100%/gknb"
mkdir -p "$(dirname "$GKNB_WINE")"
make_wine_root "$GKNB_WINE"
rm -rf "$GKNB_WINE/build/try"
python3 -m zipfile -e "$(ls "$out"/gknb-*-windows-x64.zip)" "$(dirname "$GKNB_BUNDLE")"
unset DISPLAY
end_wine "$GKNB_WINE"
trap 'end_wine "$GKNB_WINE"' EXIT
in_wine "$GKNB_WINE" cmd /c ver
.venv/bin/python -B -m tests.windows "$@"
