#!/usr/bin/env bash
# Runs folders of the tests under Wine, with the Python for Windows that build_windows.sh has made;
# tests/windows.toml names what is left out.
#   installer/windows/suite.sh [GROUP…]     default: model export intake ui
set -euo pipefail
project=$(dirname "$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")")
cd "$project"
source installer/linux/roots.sh
source installer/windows/wine.sh
wine_prefix=tests

root="${GKNB_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/gknb-installer}/trixie"
build="$root/build"
groups=("$@")
[ ${#groups[@]} -gt 0 ] || groups=(model export intake ui)

install_tests() {
    rm -rf "$build/test-wheels" "$build/test-packages"
    python3.11 -B -m installer.windows.bundle wheels "$build/test-wheels" requirements/test.txt
    python3.11 -m pip --quiet install --no-index --no-deps --no-compile --only-binary :all: \
        --platform win_amd64 --implementation cp --python-version 3.11 --root-user-action ignore \
        --target "$build/test-packages" "$build"/test-wheels/*.whl
}

make_wine_root "$root"
put_source "$root" HEAD
once "$build/tests-locked" requirements/test.txt install_tests
# Wine keeps variables of Qt from programs of Windows, but for those that begin so.
WINDOWS_WINEQT_QPA_PLATFORM=offscreen
# Without a font no window has its size. That platform takes no fonts from Windows, and none whose
# name ends with ttc.
mkdir -p "$build/fonts"
for weight in Regular Bold; do
    ln -sf "/usr/share/fonts/opentype/noto/NotoSansCJK-$weight.ttc" "$build/fonts/$weight.ttf"
done
WINDOWS_WINEQT_QPA_FONTDIR='Z:\build\fonts'
WINDOWS_PYTHONPATH='Z:\build\test-packages' WINDOWS_PYTHONDONTWRITEBYTECODE=1
status=0
for group in "${groups[@]}"; do
    say "tests/$group under Wine"
    # An embeddable Python does not look into the folder it is started in.
    wine_python "$root" -c 'import sys; sys.path.insert(0, ""); import pytest
sys.exit(pytest.main(sys.argv[1:]))' -p no:cacheprovider -rfE --tb=line "tests/$group" || status=1
done
end_wine "$root"
exit "$status"
