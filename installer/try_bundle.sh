#!/usr/bin/env bash
# Installs, starts, tests and removes the bundle in bare roots, which hold what the package asks
# for and no more. Prints each step; fails at the first that does not do what it should.
#   installer/try_bundle.sh [OUTDIR [SUITE…]]     default: out/installer bullseye bookworm
# PICTURES=FOLDER takes pictures of the windows (by ImageMagick) and installs a font for them.
# Needs root, debootstrap, Xvfb, xdotool, and the network for the roots (kept in $GKNB_CACHE).
set -euo pipefail
project=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
source "$project/installer/linux/roots.sh"

out=$(realpath "${1-$project/out/installer}")
shift || true
suites=("$@")
[ ${#suites[@]} -gt 0 ] || suites=(bullseye bookworm)
cache="${GKNB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gknb-installer}"
mkdir -p "$cache"
package=$(ls "$out"/gknb_*_amd64.deb)
archive=$(ls "$out"/gknb-*-linux-x86_64.tar.xz)
home=/home/clerk

# Runs a command as a clerk who may change nothing but what is his own.
# usage: clerk COMMAND…
clerk() {
    in_root "$root" setpriv --reuid=1000 --regid=1000 --clear-groups \
        env --chdir="$home" HOME="$home" LANG=C ${display+"DISPLAY=$display"} timeout 60 "$@"
}

# Prints a step and whether it went well.
# usage: step NAME COMMAND…
step() {
    local name="$1" output status
    shift
    set +e # in a condition, the first failure within a step would be passed over
    output=$(set -e && "$@" 2>"$scratch/errors")
    status=$?
    set -e
    if [ "$status" = 0 ]; then
        printf '  %s: fine\n' "$name"
        [ -z "$output" ] || sed 's/^/      /' <<<"$output"
    else
        printf '  %s: FAILED\n%s\n' "$name" "$output"
        cat "$scratch/errors"
        exit 1
    fi
}

install_package() {
    cp "$package" "$root/tmp/gknb.deb"
    install_in "$root" /tmp/gknb.deb
    in_root "$root" dpkg -L gknb | sort -r >"$scratch/installed"
    rm "$root/tmp/gknb.deb"
}

# Starts the program as the menu does, waits for its window, and ends it as a closing session does.
# usage: window COMMAND…
window() {
    local program found
    clerk "$@" &
    program=$!
    found=$(DISPLAY="$display" timeout 30 xdotool search --sync --onlyvisible \
        --name '政府信息公开工作年度报告|示例' | head -n 1)
    DISPLAY="$display" xdotool getwindowname "$found"
    if [ -n "${PICTURES-}" ]; then
        sleep 2 # until the page has settled
        DISPLAY="$display" import -window root "$PICTURES/$suite-$#.png"
    fi
    kill "$(DISPLAY="$display" xdotool getwindowpid "$found")"
    wait "$program"
}

# Draws and prints the example where there is one Chinese font and nothing that makes a PDF.
draw_pages() {
    install_in "$root" fonts-wqy-microhei
    [ -z "$(in_root "$root" sh -c 'command -v soffice; command -v wps; true')" ]
    clerk gknb --self-test | grep --only-matching 'PDF 已绘制并读回.*台'
    clerk gknb export 示例.gknb --only pdf --out 文件
    clerk sh -c 'gknb import 文件/*.pdf --out 读回.gknb' >/dev/null
    clerk gknb show 读回.gknb | grep ^counts >"$scratch/read"
    clerk gknb show 示例.gknb | grep ^counts | diff - "$scratch/read"
}

# Asks the desktop's own tools what they know of drafts and of the program that opens them.
know_drafts() {
    install_in "$root" shared-mime-info desktop-file-utils libglib2.0-bin
    in_root "$root" desktop-file-validate /usr/share/applications/gknb.desktop
    clerk gio info --attributes=standard::content-type,standard::icon 示例.gknb |
        grep --only-matching 'application.x-gknb' | sort --unique
    clerk gio mime application/x-gknb |
        grep --only-matching 'gknb.desktop' | sort --unique
}

remove_package() {
    in_root "$root" apt-get -qq purge --yes gknb >/dev/null
    local file left=0
    while read -r file; do
        [ -d "$root$file" ] || [ ! -e "$root$file" ] || { echo "left: $file" && left=1; }
    done <"$scratch/installed"
    [ ! -e "$root/usr/lib/gknb" ] || { echo "left: the folder" && left=1; }
    [ -s "$root$home/示例.gknb" ] || { echo "the draft is gone" && left=1; }
    return "$left"
}

try_archive() {
    local folder="$home/U 盘/年报程序" version
    mkdir -p "$root$folder"
    tar --extract --file "$archive" --directory "$root$folder"
    chown -R 1000:1000 "$root$home/U 盘"
    folder="$folder/$(basename "$archive" -linux-x86_64.tar.xz)"
    clerk "$folder/gknb" --self-test
    clerk "$folder/register.sh"
    grep -h ^Exec "$root$home/.local/share/applications/gknb.desktop"
    clerk "$folder/register.sh" --remove
    [ ! -e "$root$home/.local/share/applications/gknb.desktop" ]
}

scratch=$(mktemp -d)
Xvfb -displayfd 9 -screen 0 1366x768x24 -nolisten tcp 9>"$scratch/display" 2>/dev/null &
screen=$!
trap 'kill $screen; rm -rf "$scratch"' EXIT
for suite in "${suites[@]}"; do
    bare="$cache/bare-$suite"
    root="$scratch/$suite"
    make_root "$suite" "$bare"
    cp -a "$bare" "$root"
    echo "$(. "$root/etc/os-release" && echo "$PRETTY_NAME"), $(in_root "$root" ldd --version | head -n 1)"
    in_root "$root" useradd --uid 1000 --create-home clerk
    unset display
    step "install the package and what it depends on" install_package
    step "self-test without a screen" clerk gknb --self-test
    display=":$(cat "$scratch/display")"
    step "self-test on a screen" clerk gknb --self-test
    step "make the example" clerk gknb example 示例.gknb
    [ -z "${PICTURES-}" ] || install_in "$root" fonts-wqy-microhei
    step "open the window" window gknb
    step "open the window on a draft" window gknb "$home/示例.gknb"
    step "PDF and printing with one Chinese font and no office suite" draw_pages
    step "a desktop knows drafts by their ending" know_drafts
    step "remove it; the draft is left" remove_package
    step "unpacked in a folder of the clerk's, without the package" try_archive
    rm -rf "$root"
done
