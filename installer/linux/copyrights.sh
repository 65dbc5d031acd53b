#!/bin/sh
# Runs in the Debian 11 root: fetches what Debian 12 says of the licences of parts that come without
# a text of their own, into /build/copyrights.
# usage: copyrights.sh MIRROR
set -eu
lists=/build/bookworm
rm -rf "$lists" /build/copyrights
mkdir -p "$lists/partial" /build/copyrights
echo "deb $1 bookworm main" >"$lists.list"
# Asks Debian 12 without a change to what this root installs.
apt_get() {
    apt-get -qq -o Dir::Etc::SourceList="$lists.list" -o Dir::Etc::SourceParts=- \
        -o Dir::State::Lists="$lists" -o APT::Sandbox::User=root "$@"
}
apt_get update
cd /build/copyrights
for package in python3.11-minimal libqt6core6 libicu72 libxml2 libxslt1.1; do
    apt_get download "$package"
    dpkg-deb --fsys-tarfile "$package"_*.deb |
        tar --extract --to-stdout "./usr/share/doc/$package/copyright" >"$package"
    rm "$package"_*.deb
done
