# Sourced by run.sh and test.sh: finds Python, makes .venv and installs the locked dependencies.
# usage: prepare LOCK PACKAGE…   (LOCK: requirements/LOCK.txt; PACKAGE: Debian packages needed)
export PYTHONUTF8=1

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
    [ -n "$(missing_packages "$@")" ] || return 0
    (
        # Two set-ups take turns; the lock ends with its holder. Where dpkg is, flock is.
        if command -v flock >/dev/null && ! flock --nonblock 9; then
            say "另一次启动正在安装系统组件，等待其完成。/ Another set-up installs packages; waiting."
            flock 9
        fi
        missing=$(missing_packages "$@")
        [ -n "$missing" ] || exit 0
        say "安装系统组件 / installing system packages: $missing"
        # shellcheck disable=SC2086
        if apt_get update -qq >&2 && apt_get install -y -qq --no-install-recommends $missing >/dev/null; then
            exit 0
        fi
        say "无法安装系统组件，继续运行；缺少：$missing"
        say "could not install system packages, going on without: $missing"
    ) 9>.packages.lock
}

# A service that a package starts must not hold the lock (9); others who install are waited for.
apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 "$@" 9>&-
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

# Whether .venv holds a lock, with the system's packages looked after.
# usage: is_prepared LOCK PACKAGES
is_prepared() {
    local digest
    digest=$(sha256sum "$1" | cut -d' ' -f1)
    grep -qxF "$digest" .venv/installed-from.txt 2>/dev/null &&
        grep -qxF "$2" .venv/system-packages.txt 2>/dev/null &&
        .venv/bin/python -c '' 2>/dev/null
}

# Says before anything is installed what installer/locks.py says of a Python that it runs in.
check_processor() {
    case "$(uname -m)" in
        x86_64 | amd64) return 0 ;;
    esac
    say "本程序只能在 x86-64 处理器上运行，本机为 $(uname -m)。说明见 README.md。"
    say "This program runs only on x86-64 processors; this one is $(uname -m). README.md says why."
    exit 2
}

prepare() {
    local name="$1" python
    shift
    if is_prepared "requirements/$name.txt" "$*"; then return 0; fi
    check_processor
    install_packages python3 python3-venv "$@"
    if ! python=$(find_python); then
        say "需要 Python 3.11 或更高版本（含 venv）/ Python 3.11 or later with venv is needed."
        exit 2
    fi
    # Lines of the run, test and bench locks agree, so that a smaller lock is part of a larger one.
    "$python" installer/locks.py prepare "$name" || exit 2
    printf '%s\n' "$*" >>.venv/system-packages.txt
}
