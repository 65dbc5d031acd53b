#!/bin/sh
# Runs in the Debian 11 root, in the folder of the source: freezes it into /build/bundle/gknb.
set -eu
umask 022
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1 PIP_DISABLE_PIP_VERSION_CHECK=1

# The environment is made anew whenever the lock is another.
if ! cmp -s requirements/build.txt /build/env/installed.txt; then
    rm -rf /build/env
    /opt/python/bin/python3.11 -m venv --without-pip /build/env
    /build/env/bin/python "$(echo /build/wheels/pip-*.whl)/pip" install --quiet --no-index \
        --find-links /build/wheels --require-hashes --no-compile --requirement requirements/build.txt
    cp requirements/build.txt /build/env/installed.txt
fi

rm -rf /build/work /build/bundle
/build/env/bin/python -m PyInstaller --noconfirm --clean --log-level ERROR \
    --distpath /build/bundle --workpath /build/work installer/gknb.spec
