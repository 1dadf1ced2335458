#!/bin/sh
# Debian packages that some tests need: a browser, a barcode reader, node, a screen
# without a monitor. Installed where we may; else it says what is missing and which
# tests are left out.
set -u
missing=""
command -v chromium >/dev/null || missing="$missing chromium"
command -v chromium-headless-shell >/dev/null || missing="$missing chromium-headless-shell"
ldconfig -p 2>/dev/null | grep -q 'libzbar\.so\.0' || missing="$missing libzbar0"
command -v node >/dev/null || missing="$missing nodejs"
command -v Xvfb >/dev/null || missing="$missing xvfb"
command -v xdotool >/dev/null || missing="$missing xdotool"
command -v xprop >/dev/null || missing="$missing x11-utils"
# Only Debian's own Python gets its Tk from a package.
case "$(readlink -f .venv/bin/python)" in /usr/bin/*)
    .venv/bin/python -c 'import tkinter' 2>/dev/null || missing="$missing python3-tk" ;;
esac
[ -n "$missing" ] || exit 0

as_root=""
[ "$(id -u)" = 0 ] || as_root="sudo -n"
if command -v apt-get >/dev/null && $as_root true 2>/dev/null; then
    echo "Installing$missing …"
    $as_root apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends \
        $missing >/dev/null && exit 0
fi
echo "MISSING:$missing (no root, no sudo: install them by hand)."
case "$missing " in *" chromium "*) echo "LEFT OUT: the tests in a real browser." ;; esac
case "$missing" in *shell*) echo "SLOWER: each page of a test opens in a whole browser." ;; esac
case "$missing" in *libzbar0*) echo "LEFT OUT: the tests that read QR codes with zbar." ;; esac
case "$missing" in *xvfb*|*xdotool*|*x11-utils*|*python3-tk*)
    echo "LEFT OUT: the tests of the counter's companion on a real screen." ;;
esac
exit 0
