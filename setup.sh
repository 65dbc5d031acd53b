# Sourced by run.sh and test.sh: finds Python, makes .venv and installs the locked dependencies.
# usage: prepare LOCK PACKAGE…   (LOCK: requirements/LOCK.txt; PACKAGE: Debian packages needed)
export PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$*" >&2; }

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo "$@"
    else return 1
    fi
}

# Prints the packages of the list that are not installed; nothing where there is no dpkg.
missing_packages() {
    command -v dpkg-query >/dev/null || return 0
    local known
    known=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' 2>/dev/null | sed -n 's/^ii *//p')
    local package
    for package in "$@"; do
        grep -qxF "$package" <<<"$known" || printf '%s ' "$package"
    done
}

install_packages() {
    local missing
    missing=$(missing_packages "$@")
    [ -n "$missing" ] || return 0
    say "安装系统组件 / installing system packages: $missing"
    # shellcheck disable=SC2086
    if as_root apt-get update -qq >&2 &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&2; then
        return 0
    fi
    say "无法安装系统组件，继续运行；缺少：$missing"
    say "could not install system packages, going on without: $missing"
}

find_python() {
    local candidate
    for candidate in python3.11 python3 python3.12 python3.13; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return 0
        fi
    done
    return 1
}

prepare() {
    local lock="requirements/$1.txt" python stamp wanted
    shift
    stamp=.venv/installed-from.txt
    wanted=$(sha256sum "$lock" | cut -d' ' -f1)" $*"
    if [ -x .venv/bin/python ] && grep -qxF "$wanted" "$stamp" 2>/dev/null && .venv/bin/python -c '' 2>/dev/null; then
        return 0
    fi
    install_packages python3 python3-venv "$@"
    if ! python=$(find_python); then
        say "需要 Python 3.11 或更高版本（含 venv）/ Python 3.11 or later with venv is needed."
        exit 2
    fi
    say "准备运行环境 / preparing .venv from $lock"
    if ! .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        "$python" -m venv --clear .venv
    fi
    # Lines of the run, test and bench locks agree, so that a smaller lock is part of a larger one.
    .venv/bin/python -m pip install --quiet --require-hashes --requirement "$lock" >&2
    printf '%s\n' "$wanted" >>"$stamp"
}
