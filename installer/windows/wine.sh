# Sourced after linux/roots.sh: Windows programs under Wine 10, in a Debian 13 root of their own.
# Needs root. Z:\ is the root's whole file system as Windows sees it. $wine_prefix names the Windows
# that programs run in: that of the build and that of the trial are two.
wine_prefix=build

wine_packages=(
    wine wine64 osslsigncode ca-certificates locales fonts-noto-cjk libgl1 libegl1
    xvfb xdotool openbox imagemagick
)

# Makes the root, and in it a Windows 10.
# usage: make_wine_root FOLDER
make_wine_root() {
    local recipe
    make_root trixie "$1"
    mkdir -p "$1/build" "$1/tmp/.X11-unix"
    recipe=$(mktemp)
    printf '%s\n' "${wine_packages[@]}" >"$recipe"
    once "$1/build/packages" "$recipe" install_in "$1" "${wine_packages[@]}"
    rm "$recipe"
    in_root "$1" sh -c 'locale -a | grep -qx zh_CN.utf8 || localedef -i zh_CN -f UTF-8 zh_CN.UTF-8'
    if [ ! -e "$1/build/wine-$wine_prefix/.made" ]; then
        rm -rf "$1/build/wine-$wine_prefix"
        in_wine "$1" wineboot -i
        in_wine "$1" winecfg -v win10
        touch "$1/build/wine-$wine_prefix/.made"
    fi
}

# Runs a Windows program in the root, in the folder of the source; DISPLAY and names with WINDOWS_
# before them reach it. Wine writes to no regular file that it inherits as standard output: its
# output comes through a pipe.
# usage: in_wine FOLDER PROGRAM…
in_wine() {
    local root="$1" name passed=()
    shift
    for name in DISPLAY "${!WINDOWS_@}"; do
        [ -z "${!name-}" ] || passed+=("${name#WINDOWS_}=${!name}")
    done
    # shellcheck disable=SC2016
    in_root "$root" env LC_ALL=zh_CN.UTF-8 WINEARCH=win64 WINEDEBUG=-all WINEPREFIX="/build/wine-$wine_prefix" \
        WINEDLLOVERRIDES="mscoree,mshtml=" PYTHONUTF8=1 XDG_RUNTIME_DIR=/tmp ${passed[@]+"${passed[@]}"} \
        bash -o pipefail -c 'cd /build/source 2>/dev/null || cd /
            [ -z "$1" ] || { shift && exec /usr/lib/wine/wine64 "$@" </dev/null >/dev/null 2>&1; }
            shift
            /usr/lib/wine/wine64 "$@" </dev/null 2>&1 | cat' bash "${silent-}" "$@"
}

# Runs a Windows program as in_wine does, without what it prints, until it or this shell's group of
# processes is killed: nothing of it outlives the group.
# usage: start_in_wine FOLDER PROGRAM…
start_in_wine() {
    silent=1 in_wine "$@"
}

# Runs the Python for Windows in the root.
# usage: wine_python FOLDER ARGUMENT…
wine_python() {
    local root="$1"
    shift
    in_wine "$root" 'Z:\build\python\python.exe' "$@"
}

# Ends all Windows programs of the root.
end_wine() {
    in_root "$1" env WINEPREFIX="/build/wine-$wine_prefix" /usr/lib/wine/wineserver -k || true
}
