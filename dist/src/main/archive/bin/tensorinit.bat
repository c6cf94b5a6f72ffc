@echo off
rem The command "tensorinit" on Windows: needs a Java runtime, 17 or newer, JAVA_HOME or on PATH.
rem TENSORINIT_JAVA_OPTS: further options for Java. Exit code 3: no Java found; all other exit codes
rem are the command's own.
setlocal
set "java=java.exe"
if defined JAVA_HOME set "java=%JAVA_HOME%\bin\java.exe"
where /q "%java%" 2>nul
if errorlevel 1 if not exist "%java%" (
  echo tensorinit: no Java found: install a Java runtime, 17 or newer, or set JAVA_HOME 1>&2
  exit /b 3
)
rem As in lib\start.sh, which says why.
set "compiler=-XX:TieredStopAtLevel=1"
for %%c in (init verify inspect doctor) do if "%~1"=="%%c" set "compiler=-XX:Tier4InvocationThreshold=200000 -XX:Tier4MinInvocationThreshold=60 -XX:Tier4BackEdgeThreshold=1000000"
"%java%" -XX:+UseSerialGC -XX:-UsePerfData %compiler% -Xlog:disable -Dfile.encoding=UTF-8 %TENSORINIT_JAVA_OPTS% -jar "%~dp0..\tensorinit.jar" %*
exit /b %ERRORLEVEL%
