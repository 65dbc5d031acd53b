#!/bin/sh
# Runs in a Debian 11 root: compiles CPython 3.11 from Debian 12's source package into /opt/python.
# usage: python.sh MIRROR
#
# OpenSSL is left out, as its headers are not installed: the program speaks to no network, and
# hashlib has its own SHA-2.
set -eu
prefix=/opt/python
mkdir -p /build
cd /build

echo "deb-src $1 bookworm main" >/etc/apt/sources.list.d/bookworm-source.list
apt-get -qq update
rm -rf python3.11-*
apt-get -qq source python3.11
cd python3.11-3.11.*/
SOURCE_DATE_EPOCH=$(dpkg-parsechangelog -STimestamp)
export SOURCE_DATE_EPOCH

mkdir -p build
cd build
# glibc 2.29 gave these new versions, which systems with 2.28 do not have; 2.30 brought
# sem_clockwait, without which Python waits by sem_timedwait as on every older system.
cat >symbols.h <<'END'
__asm__(".symver exp,exp@GLIBC_2.2.5");
__asm__(".symver exp2,exp2@GLIBC_2.2.5");
__asm__(".symver log,log@GLIBC_2.2.5");
__asm__(".symver log2,log2@GLIBC_2.2.5");
__asm__(".symver pow,pow@GLIBC_2.2.5");
END
../configure --quiet --prefix="$prefix" --enable-shared --without-ensurepip --with-system-expat \
    --disable-test-modules --without-static-libpython ac_cv_func_sem_clockwait=no \
    CFLAGS="-O2 -g0 -include $PWD/symbols.h" LDFLAGS="-Wl,-rpath,$prefix/lib"
# Debian's patch of pyexpat uses a header that the build of shared modules hides.
printf '*shared*\npyexpat pyexpat.c -DPy_BUILD_CORE_MODULE -lexpat\n' >Modules/Setup.local
make -s -j2 >/dev/null 2>&1
rm -rf "$prefix"
make -s install >/dev/null 2>&1
strip --strip-unneeded "$prefix"/lib/libpython3.11.so.1.0 \
    "$prefix"/lib/python3.11/lib-dynload/*.so
(cd .. && dpkg-parsechangelog -SVersion) >"$prefix/version"
"$prefix/bin/python3.11" -c 'import bz2, ctypes, decimal, lzma, math, pyexpat, zlib; math.exp(1)'
cd /build
rm -rf python3.11*
