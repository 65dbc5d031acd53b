@echo off
rem Sets up what is missing and starts the program. Written with care, not tested yet on Windows.
chcp 65001 >nul
setlocal
set "HOME_DIR=%~dp0"
set "PYTHONUTF8=1"
where py >nul 2>nul && (set "PY=py -3.11") || (set "PY=python")
%PY% -c "import sys; sys.exit(sys.version_info < (3, 11))" || goto nopython
%PY% "%HOME_DIR%installer\locks.py" prepare run || exit /b 2
"%HOME_DIR%.venv\Scripts\python.exe" "%HOME_DIR%main.py" %*
exit /b %ERRORLEVEL%
:nopython
echo 需要 Python 3.11 或更高版本 / Python 3.11 or later is needed.
exit /b 2
