#!/usr/bin/env bash
# Runs a program of an unpacked bundle under Wine, with paths of this system: tests take it for the
# program (GKNB_PROGRAM). $GKNB_WINE is the root, $GKNB_BUNDLE the folder of the bundle in it.
#   under_wine.sh ARGUMENT…            the window
#   under_wine.sh --console ARGUMENT…  a command of the console
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

run=start_in_wine program=gknb.exe
if [ "${1-}" = --console ]; then
    run=in_wine program=gknb-console.exe
    shift
fi
words=()
for word in "$@"; do words+=("$(as_windows "$word")"); done
[ -z "${GKNB_FOLDER-}" ] || WINDOWS_GKNB_FOLDER=$(as_windows "$GKNB_FOLDER")
"$run" "$GKNB_WINE" "$(as_windows "$GKNB_BUNDLE/$program")" ${words[@]+"${words[@]}"}
