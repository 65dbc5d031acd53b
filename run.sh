#!/usr/bin/env bash
# Sets up what is missing and starts the program: the wizard, or a console command (run.sh --help).
set -euo pipefail
called_from=$PWD
cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")"
home=$PWD
source ./setup.sh

console_packages=()
drawing_packages=(
    libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3 fonts-noto-cjk
)
window_packages=(
    "${drawing_packages[@]}" libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxkbcommon-x11-0
    libxcb-shape0
)
packages=("${console_packages[@]}")
case "${1-}" in
    "" | *.gknb) packages=("${window_packages[@]}") ;;
    export) case "$*" in *--only*pdf*) packages=("${drawing_packages[@]}") ;; esac ;;
esac
prepare run "${packages[@]}"
cd "$called_from"
exec "$home/.venv/bin/python" "$home/main.py" "$@"
