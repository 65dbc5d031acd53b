#!/bin/sh
# Runs in the Debian 11 root, in the folder of the source: packs /build/bundle/gknb into /build/out.
# usage: SOURCE_DATE_EPOCH=… pack.sh VERSION
set -eu
umask 022
version="$1"
bundle=/build/bundle/gknb
tree=/build/tree
share="$tree/usr/share"
rm -rf "$tree" /build/out
mkdir -p "$tree/DEBIAN" "$tree/usr/lib" "$tree/usr/bin" /build/out

# Puts a file where it belongs, readable by everybody.
put() { install -D -m 644 "$1" "$2"; }

cp -a "$bundle" "$tree/usr/lib/gknb"
ln -s ../lib/gknb/gknb "$tree/usr/bin/gknb"
put installer/linux/gknb.desktop "$share/applications/gknb.desktop"
put installer/linux/gknb.xml "$share/mime/packages/gknb.xml"
put LICENSE "$share/doc/gknb/copyright"
echo "各组成部分的许可 / licences of all parts: /usr/lib/gknb/_internal/licenses" \
    >>"$share/doc/gknb/copyright"
for size in 16 24 32 48 64 128 256; do
    icons="$share/icons/hicolor/${size}x$size"
    put "resources/icons/gknb-$size.png" "$icons/apps/gknb.png"
    put "resources/icons/draft-$size.png" "$icons/mimetypes/application-x-gknb.png"
done
put resources/icons/gknb.svg "$share/icons/hicolor/scalable/apps/gknb.svg"
put resources/icons/draft.svg "$share/icons/hicolor/scalable/mimetypes/application-x-gknb.svg"
size=$(du -sk --apparent-size "$tree/usr" | cut -f1)
sed "s/@VERSION@/$version/; s/@SIZE@/$size/" installer/linux/control >"$tree/DEBIAN/control"

# Who may not install packages unpacks the folder and registers it for himself.
folder="/build/bundle/gknb-$version"
rm -rf "$folder"
mv "$bundle" "$folder"
mkdir "$folder/desktop"
cp -r installer/linux/gknb.desktop installer/linux/gknb.xml resources/icons "$folder/desktop"
install -m 755 installer/linux/register.sh "$folder/register.sh"
put LICENSE "$folder/LICENSE"

chmod -R u=rwX,go=rX "$folder" "$tree"
find "$folder" "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
tar --create --sort=name --owner=0 --group=0 --numeric-owner --format=gnu \
    --directory=/build/bundle "gknb-$version" |
    xz -9 --threads=1 >"/build/out/gknb-$version-linux-x86_64.tar.xz"
dpkg-deb --root-owner-group -Zxz -z9 --build "$tree" \
    "/build/out/gknb_${version}_amd64.deb" >/dev/null
# What lies in them is compared file by file (installer/contents.py).
echo "unpacked: $(du -sm --apparent-size "$folder" | cut -f1) MB"
(cd /build/out && stat --format='%n: %s bytes' -- *)
