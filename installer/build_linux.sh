#!/usr/bin/env bash
# Builds the Linux bundle of the commit that is checked out, in a Debian 11 root.
#   installer/build_linux.sh [OUTDIR]     default: out/installer
# Needs root, debootstrap, git, Python 3 with pip, and the network. What takes long (the root, the
# compiled Python, the wheels) is kept in $GKNB_CACHE and used again as long as its recipe is the
# same. Prints sizes and the highest GLIBC symbol; docs/installer.md says more.
set -euo pipefail
project=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
out=$(realpath -m "${1-$project/out/installer}") # a relative one is the caller's
cd "$project"
source installer/linux/roots.sh

cache="${GKNB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gknb-installer}"
root="$cache/bullseye"
commit=$(git rev-parse --short=12 HEAD)
SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$commit")
version=$(sed -n 's/^version = "\(.*\)"/\1/p' pyproject.toml)
tools=(
    build-essential binutils dpkg-dev xz-utils
    zlib1g-dev libbz2-dev liblzma-dev libffi-dev libexpat1-dev
)
libraries=(
    libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0 libxcb-render-util0
    libxcb-shape0 libxcb-shm0 libxcb-sync1 libxcb-xfixes0 libxcb-xkb1 libxkbcommon0
    libxkbcommon-x11-0 libzstd1 libglib2.0-0 libgl1 libegl1 libx11-6 libx11-xcb1 libfontconfig1
    libfreetype6 libdbus-1-3 libwayland-client0 libwayland-cursor0
)

# Runs a command in the root, in the folder of the source.
build() {
    in_root "$root" env SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" sh -ec \
        'cd /build/source && exec "$@"' sh "$@"
}

download_wheels() {
    say "downloading the locked wheels"
    local platforms=() platform
    for platform in 2_28 2_27 2_26 2_24 2_17 2_12 2_5; do
        platforms+=(--platform "manylinux_${platform}_x86_64")
    done
    rm -rf "$root/build/wheels"
    python3 -m pip --quiet download --no-deps --require-hashes --only-binary :all: \
        --python-version 3.11 --implementation cp --abi cp311 --abi abi3 --abi none "${platforms[@]}" \
        --platform manylinux2014_x86_64 --platform manylinux2010_x86_64 \
        --requirement requirements/build.txt --dest "$root/build/wheels"
}

main() {
    say "1/6 the root"
    mkdir -p "$cache" "$out"
    make_root bullseye "$root"
    mkdir -p "$root/build"
    printf '%s\n' "${tools[@]}" "${libraries[@]}" >"$cache/packages"
    once "$root/build/packages" "$cache/packages" install_in "$root" "${tools[@]}" "${libraries[@]}"

    say "2/6 the source: $commit"
    put_source "$root" "$commit"

    say "3/6 Python"
    once "$root/build/python" installer/linux/python.sh \
        build sh installer/linux/python.sh "$(mirror)"

    say "4/6 wheels and texts of licences"
    once "$root/build/locked" requirements/build.txt download_wheels
    once "$root/build/texts" installer/linux/copyrights.sh \
        build sh installer/linux/copyrights.sh "$(mirror)"

    say "5/6 freezing"
    build sh installer/linux/freeze.sh
    build /build/env/bin/python -B -m installer.parts /build/bundle/gknb \
        /build/freezing/gknb/contents.txt /build/wheels
    build /build/env/bin/python -B -m installer.contents needs /build/bundle/gknb

    say "6/6 packing"
    build sh installer/linux/pack.sh "$version"
    cp "$root"/build/out/* "$out/"
    say "done: $out"
}

main; exit # read as a whole before it runs: somebody may edit this file meanwhile
