#!/bin/sh
# The sample office in one terminal: the web process and the printer process. Ctrl+C
# ends both.
set -eu
cd "$(dirname "$0")"
.venv/bin/python settings.py
.venv/bin/flask --app app office init
exec .venv/bin/honcho start
