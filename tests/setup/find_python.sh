#!/bin/sh
# Prints a Python that can carry the desk: 3.11 or newer, one that can make environments first.
# A command of that name may exist and yet not run (version managers leave such), so each is tried.
enough='import sys; sys.exit(sys.version_info < (3, 11))'
venv='import ensurepip, venv'
candidates="${PYTHON:-} python3.13 python3.12 python3.11 python3 python3.14"

for python in $candidates; do
    if "$python" -c "$enough" 2>/dev/null && "$python" -c "$venv" 2>/dev/null; then
        command -v "$python"
        exit 0
    fi
done
for python in $candidates; do
    if "$python" -c "$enough" 2>/dev/null; then
        command -v "$python"
        exit 0
    fi
done
echo "Bangfu needs Python 3.11 or newer; none was found (name one with: make run PYTHON=/path/to/python3)." >&2
exit 1
