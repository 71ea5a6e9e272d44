#!/bin/sh
# Starts the desk in the browser.
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd -P) || exit 1
sh "$here/bin/dossier" desk "$@"
code=$?
if [ "$code" -ne 0 ] && [ "$code" -ne 130 ] && [ -t 0 ]; then
    printf '按回车键关闭这个窗口。'
    read -r _
fi
exit "$code"
