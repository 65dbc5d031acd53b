# Sourced: bare Debian systems in folders, made by debootstrap and entered by chroot. Needs root.

say() { printf '%s\n' "$*" >&2; }

# Prints the mirror that this machine's own apt takes Debian's main archive from.
mirror() {
    apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Component: main' \
        'Created-By: Packages' | grep -v -e security -e backports | head -n 1
}

# Makes a root of a suite where there is none yet.
# usage: make_root SUITE FOLDER
make_root() {
    [ ! -e "$2/.made" ] || return 0
    say "making a bare Debian root of $1"
    rm -rf "$2"
    debootstrap --variant=minbase "$1" "$2" "$(mirror)" >"$2.log" 2>&1 || {
        tail "$2.log" >&2
        return 1
    }
    touch "$2/.made"
}

# Installs packages in a root, without what they only recommend.
# usage: install_in FOLDER PACKAGE…
install_in() {
    local root="$1"
    shift
    in_root "$root" sh -ec 'apt-get -qq update
        apt-get install -qq --yes --no-install-recommends "$@" >/var/log/installing.log 2>&1 ||
            { tail /var/log/installing.log; exit 1; }' sh "$@"
}

# Runs a command in a root, with /proc and /dev as long as it runs and no variable of the caller.
# usage: in_root FOLDER COMMAND…
in_root() {
    local root="$1"
    shift
    # shellcheck disable=SC2016
    unshare --mount sh -ec 'mount -t proc proc "$1/proc"
        mount --rbind /dev "$1/dev"
        cp -L /etc/resolv.conf "$1/etc/resolv.conf"
        root="$1"; shift
        exec nice chroot "$root" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/home \
            LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive ${http_proxy+"http_proxy=$http_proxy"} \
            "$@"' sh "$root" "$@"
}

# Does something unless it was done from the same recipe.
# usage: once STAMP RECIPE COMMAND…   (RECIPE: a file)
once() {
    local stamp="$1" recipe="$2"
    shift 2
    if ! cmp -s "$recipe" "$stamp"; then # no || here: the command would go on after a failure
        "$@"
        cp "$recipe" "$stamp"
    fi
}

# Puts what is committed into a root, as /build/source.
# usage: put_source FOLDER COMMIT
put_source() {
    rm -rf "$1/build/source"
    mkdir -p "$1/build/source"
    git archive "$2" | tar --extract --directory "$1/build/source"
}
