@echo off
rem Starts Sluice. SLUICE_JAVA or JAVA_HOME names a JDK 25 or newer; else the java of the PATH is used.
setlocal
set "LIB=%~dp0..\lib"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java.exe"
if defined SLUICE_JAVA set "JAVA=%SLUICE_JAVA%\bin\java.exe"

set "OPTIONS=-XX:+UseSerialGC"
if "%~1"=="" goto console
if "%~1"=="console" goto console
goto run
:console
set "OPTIONS=-XX:+UseSerialGC -Xms48m --module-path "%LIB%\javafx" --add-modules javafx.controls,javafx.fxml --enable-native-access=javafx.graphics --add-exports=javafx.base/com.sun.javafx.event=ALL-UNNAMED"
:run
"%JAVA%" %OPTIONS% --enable-native-access=ALL-UNNAMED -cp "%LIB%\sluice.jar" dev.sluice.launch.Main %*
exit /b %ERRORLEVEL%
