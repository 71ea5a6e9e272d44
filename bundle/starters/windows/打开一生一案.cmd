@echo off
rem Starts the desk in the browser. ASCII only, CRLF: read in any code page.
setlocal
set "HERE=%~dp0"
if not exist "%HERE%python\python.exe" goto incomplete
if not exist "%HERE%lib\" goto incomplete
chcp 65001 >nul 2>nul
"%HERE%python\python.exe" -X utf8 "%HERE%app\cli.py" desk %*
if errorlevel 1 pause
exit /b

:incomplete
rem The page says what is missing, in Chinese.
for %%F in ("%HERE%*.html") do start "" "%%~fF"
echo This folder is not complete: python or lib is missing.
pause
exit /b 4
