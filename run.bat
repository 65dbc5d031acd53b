@echo off
rem Sets up what is missing and starts the program. Written with care, not tested yet on Windows.
chcp 65001 >nul
setlocal
set "HOME_DIR=%~dp0"
set "PYTHONUTF8=1"
set "PIP_DISABLE_PIP_VERSION_CHECK=1"
set "VENV=%HOME_DIR%.venv"
if exist "%VENV%\installed-run.txt" goto start
where py >nul 2>nul && (set "PY=py -3.11") || (set "PY=python")
%PY% -c "import sys; sys.exit(sys.version_info < (3, 11))" || goto nopython
echo 准备运行环境 / preparing .venv
%PY% -m venv "%VENV%" || exit /b 2
"%VENV%\Scripts\python.exe" -m pip install --quiet --require-hashes -r "%HOME_DIR%requirements\run.txt" || exit /b 2
echo ready> "%VENV%\installed-run.txt"
:start
"%VENV%\Scripts\python.exe" "%HOME_DIR%main.py" %*
exit /b %ERRORLEVEL%
:nopython
echo 需要 Python 3.11 或更高版本 / Python 3.11 or later is needed.
exit /b 2
