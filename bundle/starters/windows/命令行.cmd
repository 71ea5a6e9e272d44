@echo off
rem A console where the command "dossier" is known.
set "PATH=%~dp0bin;%PATH%"
chcp 65001 >nul 2>nul
cd /d "%USERPROFILE%\Desktop" 2>nul
cmd /k dossier --help
