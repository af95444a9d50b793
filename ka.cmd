@echo off
rem The launcher for Windows: checks, builds once, hands over. The embedded database needs Linux or macOS; here KA_DATABASE names a server.
setlocal
set "here=%~dp0"
set DOTNET_CLI_TELEMETRY_OPTOUT=1
set DOTNET_NOLOGO=1
where dotnet >nul 2>nul || (echo ka: the .NET 10 SDK is missing. Get it from https://dotnet.microsoft.com/download/dotnet/10.0 1>&2 & exit /b 1)
if "%~1"=="test" (
  if "%KA_TEST_DATABASE%"=="" (echo ka: on Windows, set KA_TEST_DATABASE to a PostgreSQL server whose role may create databases 1>&2 & exit /b 1)
  dotnet test "%here%KaPipeline.sln" -c Release
  exit /b
)
if "%KA_DATABASE%"=="" (echo ka: on Windows, set KA_DATABASE to a PostgreSQL server's connection string 1>&2 & exit /b 1)
if "%~1"=="bench" (
  dotnet run --project "%here%tests\KaPipeline.Benchmarks" -c Release -- %*
  exit /b
)
if not exist "%here%artifacts\bin\KaPipeline.Host\release\ka.dll" (
  echo ka: building ^(once^) ... 1>&2
  dotnet build "%here%src\KaPipeline.Host" -c Release --nologo -v quiet || exit /b 1
)
dotnet "%here%artifacts\bin\KaPipeline.Host\release\ka.dll" %*
