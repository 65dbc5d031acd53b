@echo off
rem Builds the bundle for Windows x64 on a Windows computer: out\gknb-VERSION-windows-x64.zip.
rem Never run on one yet; installer/build_windows.sh does the same on Linux.
rem Needs Python 3.11 of 64 bits; no network where the folder wheelhouse lies beside README.md.
rem docs\installer-windows.md tells what to do, step by step.
chcp 65001 >nul
setlocal
cd /d "%~dp0..\.."
set "PYTHONUTF8=1"
set "PYTHONHASHSEED=0"
for /f %%t in ('git log -1 --format^=%%ct 2^>nul') do set "SOURCE_DATE_EPOCH=%%t"
set "WORK=build\windows"
set "PYTHON=%WORK%\venv\Scripts\python.exe"
set "BUNDLE=%WORK%\dist\gknb"

echo [1/7] Python 3.11, 64 bits
where py >nul 2>nul && (set "FIRST=py -3.11") || (set "FIRST=python")
%FIRST% -c "import struct, sys; sys.exit(sys.version_info[:2] != (3, 11) or struct.calcsize('P') != 8)" || goto nopython
%FIRST% -m venv --clear "%WORK%\venv" || goto failed

echo [2/7] wheels
if not exist wheelhouse (
    "%PYTHON%" -m installer.windows.bundle wheels wheelhouse || goto failed
)
"%PYTHON%" installer\locks.py install requirements\build.txt --no-index --find-links wheelhouse || goto failed

echo [3/7] the program from source tests itself
"%PYTHON%" main.py --self-test || goto failed

echo [4/7] freezing
"%PYTHON%" -m PyInstaller --noconfirm --clean --log-level WARN --distpath "%WORK%\dist" --workpath "%WORK%\work" installer\gknb.spec || goto failed

echo [5/7] licences
"%PYTHON%" -m installer.parts "%BUNDLE%" "%WORK%\work\gknb\contents.txt" wheelhouse || goto failed

echo [6/7] the frozen program tests itself
"%BUNDLE%\gknb-console.exe" --self-test || goto failed

echo [7/7] packing
"%PYTHON%" -m installer.windows.bundle pack "%BUNDLE%" out || goto failed
exit /b 0

:nopython
echo Python 3.11 of 64 bits is needed: py -3.11 was not found, or is another one.
exit /b 2

:failed
echo The step above failed; nothing was packed. See docs\installer-windows.md.
exit /b 1
