#!/bin/sh
# Runs in the Debian 11 root, in the folder of the source: freezes it into /build/bundle/gknb.
set -eu
umask 022
export PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1

# The environment is made anew whenever the lock is another.
if ! cmp -s requirements/build.txt /build/env/installed.txt; then
    rm -rf /build/env
    /opt/python/bin/python3.11 -m venv --without-pip /build/env
    # A wheel of pip is pip, too, and nothing else brings it.
    PYTHONPATH=$(echo /build/wheels/pip-*.whl) /build/env/bin/python installer/locks.py \
        install requirements/build.txt --no-index --find-links /build/wheels --no-compile
    cp requirements/build.txt /build/env/installed.txt
fi

rm -rf /build/freezing /build/bundle
/build/env/bin/python -m PyInstaller --noconfirm --clean --log-level ERROR \
    --distpath /build/bundle --workpath /build/freezing installer/gknb.spec
