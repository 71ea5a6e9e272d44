@"%~dp0..\python\python.exe" -X utf8 "%~dp0..\app\cli.py" %*
