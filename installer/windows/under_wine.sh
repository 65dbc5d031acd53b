#!/usr/bin/env bash
# Runs a program of an unpacked bundle under Wine, with paths of this system: tests take it for the
# program (GKNB_PROGRAM). $GKNB_WINE is the root, $GKNB_BUNDLE the folder of the bundle in it.
#   under_wine.sh ARGUMENT…            the window
#   under_wine.sh --console ARGUMENT…  a command of the console
#   under_wine.sh --run PROGRAM…       a program of Windows itself
set -euo pipefail
here=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
source "$here/../linux/roots.sh"
source "$here/wine.sh"
wine_prefix=trial

# Prints a path in the root as Windows sees it, and any other word as it is.
as_windows() {
    case "$1" in
        "$GKNB_WINE"/*) local path="Z:${1#"$GKNB_WINE"}" && printf '%s' "${path//\//\\}" ;;
        *) printf '%s' "$1" ;;
    esac
}

[ -z "${GKNB_FOLDER-}" ] || WINDOWS_GKNB_FOLDER=$(as_windows "$GKNB_FOLDER")
run=start_in_wine program=("$(as_windows "$GKNB_BUNDLE/gknb.exe")")
case "${1-}" in
    --console) run=in_wine program=("$(as_windows "$GKNB_BUNDLE/gknb-console.exe")") && shift ;;
    --run) run=in_wine program=() && shift ;;
esac
words=()
for word in "$@"; do words+=("$(as_windows "$word")"); done
"$run" "$GKNB_WINE" ${program[@]+"${program[@]}"} ${words[@]+"${words[@]}"}
