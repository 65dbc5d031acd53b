@echo off
rem Opens drafts (.gknb) with this program and puts it into the start menu, for this user alone.
chcp 65001 >nul
setlocal DisableDelayedExpansion
"%~dp0gknb-console.exe" --start-menu add || goto failed
set "HERE=%~dp0"
setlocal EnableDelayedExpansion
reg import "!HERE!gknb.reg" >nul 2>nul || goto failed
reg add "HKCU\Software\Classes\gknb.draft\DefaultIcon" /ve /d "\"!HERE!gknb.exe\",1" /f >nul || goto failed
reg add "HKCU\Software\Classes\gknb.draft\shell\open\command" /ve /d "\"!HERE!gknb.exe\" \"%%1\"" /f >nul || goto failed
echo 已设置：双击草稿文件，用本程序打开；开始菜单中有本程序。程序移到别的文件夹后，再运行一次。
pause
exit /b 0
:failed
echo 未能设置，没有改动其他内容。可以先打开程序，再点“打开草稿”。
pause
exit /b 1
