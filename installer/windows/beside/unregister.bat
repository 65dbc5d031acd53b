@echo off
rem Takes back what the other file has set, for the current user alone.
chcp 65001 >nul
"%~dp0gknb-console.exe" --start-menu remove
reg delete "HKCU\Software\Classes\gknb.draft" /f >nul 2>nul
reg delete "HKCU\Software\Classes\.gknb" /f >nul 2>nul
echo 已取消。草稿文件和程序都没有改动。
pause
exit /b 0
