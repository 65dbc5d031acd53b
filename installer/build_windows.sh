#!/usr/bin/env bash
# Builds the Windows x64 bundle of the commit that is checked out, under Wine in a Debian 13 root.
#   installer/build_windows.sh [OUTDIR]     default: out/installer
# Needs root, debootstrap, git, unzip, Python 3.11 with pip, and the network; Debian 12 has them. What
# takes long (the root, Python, the wheels) is kept in $GKNB_CACHE and used again as long as its
# recipe is the same. docs/installer-windows.md says more.
set -euo pipefail
project=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
out=$(realpath -m "${1-$project/out/installer}") # a relative one is the caller's
cd "$project"
source installer/linux/roots.sh
source installer/windows/wine.sh

cache="${GKNB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gknb-installer}"
root="$cache/trixie"
build="$root/build"
commit=$(git rev-parse --short=12 HEAD)
# The certificates of the signatures have ended since; the time stamps in them are of these days.
signed_at=1713200000

# Checks who signed a file. Debian knows none of Microsoft's authorities: its files are known by
# their hash, and here by their signer's name and by the digest of the signature.
# usage: require_signer NAME FILE…
require_signer() {
    local name="$1" file told authorities=/etc/ssl/certs/ca-certificates.crt
    shift
    for file in "$@"; do
        told=$(in_root "$root" osslsigncode verify -ignore-crl -time "$signed_at" \
            -CAfile "$authorities" -TSA-CAfile "$authorities" -in "${file#"$root"}" 2>&1) || true
        case "$name" in
            Microsoft*)
                [ "$(sed -n 's/^Current message digest *: //p' <<<"$told")" = \
                    "$(sed -n 's/^Calculated message digest *: //p' <<<"$told")" ] ;;
            *) grep -q '^Succeeded' <<<"$told" ;;
        esac && grep -q "Subject: .*/CN=$name\$" <<<"$told" || {
            say "not signed by $name: ${file##*/}"
            return 1
        }
    done
}

make_python() {
    rm -rf "$build/python" "$build/unpacked" "$build/download" "$build/locked"
    python3.11 -m pip --quiet download --no-deps --require-hashes --only-binary :all: \
        --requirement installer/windows/python.txt --dest "$build/download"
    python3.11 -B -m installer.windows.cpython "$build"/download/*.whl "$build/unpacked"
    require_signer 'Python Software Foundation' "$build"/unpacked/signed/*.* \
        "$build"/unpacked/signed/DLLs/*
    require_signer 'Microsoft Corporation' "$build"/unpacked/hashed/*.dll
    say "signatures: $(find "$build/unpacked/signed" -type f | wc -l) of the foundation, 2 of Microsoft"
    # Without a ._pth file it is an ordinary Python.
    mkdir -p "$build/python/Lib/site-packages"
    cp -r "$build"/unpacked/signed/. "$build"/unpacked/hashed/. "$build/python"
    cp -r "$build"/unpacked/library/. "$build/python/Lib"
}

# Installs a lock for Windows in the folder that its Python looks into.
# usage: install_wheels LOCK
install_wheels() {
    rm -rf "$build/wheels" "$build/python/Lib/site-packages"
    python3.11 -B -m installer.windows.bundle wheels "$build/wheels"
    python3.11 -m pip --quiet install --no-index --no-deps --no-compile --only-binary :all: \
        --platform win_amd64 --implementation cp --python-version 3.11 --root-user-action ignore \
        --target "$build/python/Lib/site-packages" "$build"/wheels/*.whl
}

main() {
    say "1/6 the root"
    mkdir -p "$cache" "$out"
    make_wine_root "$root"

    say "2/6 the source: $commit"
    put_source "$root" "$commit"

    say "3/6 Python for Windows"
    once "$build/python.made" installer/windows/python.txt make_python

    say "4/6 wheels"
    once "$build/locked" requirements/build.txt install_wheels

    say "5/6 freezing"
    WINDOWS_SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$commit")
    WINDOWS_PYTHONHASHSEED=0 WINDOWS_PYTHONDONTWRITEBYTECODE=1
    rm -rf "$build/bundle" "$build/freezing"
    wine_python "$root" -m PyInstaller --noconfirm --clean --log-level ERROR \
        --distpath 'Z:\build\bundle' --workpath 'Z:\build\freezing' installer/gknb.spec
    wine_python "$root" -m installer.parts 'Z:\build\bundle\gknb' \
        'Z:\build\freezing\gknb\contents.txt' 'Z:\build\wheels'

    say "6/6 packing"
    rm -rf "$build/out"
    wine_python "$root" -m installer.windows.bundle pack 'Z:\build\bundle\gknb' 'Z:\build\out'
    end_wine "$root"
    cp "$build"/out/*.zip "$out/"
    say "done: $out"
}

main; exit # read as a whole before it runs: somebody may edit this file meanwhile
