#!/bin/sh
# Runs the tests of the notebook with the kernel that was built:  run.sh kernel|browser [pytest options]
# (run.sh tools only makes ready for them).
# What they need from PyPI is installed once, into .build-notebook; where it cannot be had, the tests are
# skipped, and say so. The browser's need Chromium too, which is installed where that needs no password.
set -eu
cd "$(dirname "$0")/../.."
what=$1
shift
python=.build-notebook/bin/python

skip() {
  echo "The notebook's $what tests were skipped: $1"
  exit 0
}

need() { # MODULES PACKAGES
  if ! $python -c "import $1" 2>/dev/null; then
    $python -m pip install --quiet --disable-pip-version-check $2 >.build-notebook/pip.log 2>&1 \
      || skip "PyPI gives no $2 ($(tail -n 1 .build-notebook/pip.log))"
  fi
}

[ -x $python ] || python3 -m venv .build-notebook >/dev/null 2>&1 || {
  rm -rf .build-notebook
  skip "python3 makes no virtual environment (Debian's python3-venv is missing?)"
}
need "jupyter_kernel_test, nbclient, nbconvert, papermill, jupyter_console, pytest, pygments" \
  "jupyter_client jupyter_kernel_test nbclient nbconvert nbformat papermill jupyter_console pytest pygments"
# The lexer is the one of these sources.
if [ -e editors/pygments/pyproject.toml ]; then
  $python -m pip install --quiet --disable-pip-version-check --force-reinstall --no-deps editors/pygments \
    >.build-notebook/pip.log 2>&1 || skip "the Pygments lexer cannot be installed ($(tail -n 1 .build-notebook/pip.log))"
fi

[ "$what" != tools ] || exit 0
if [ "$what" = browser ]; then
  if ! command -v chromium >/dev/null || ! command -v chromedriver >/dev/null; then
    if [ "$(id -u)" = 0 ]; then become=; else become="sudo -n"; fi
    { $become apt-get update -qq \
      && $become env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium chromium-driver fonts-dejavu-core; } >/dev/null 2>&1 \
      || skip "Chromium cannot be installed here"
  fi
  need "jupyterlab, jupyterlab_widgets, selenium" "jupyterlab jupyterlab_widgets selenium"
  # A page on a busy machine now and then loses a key or a click: what fails twice is broken.
  for attempt in first second; do
    $python -m pytest -q -p no:cacheprovider Tests/notebook/browser "$@" && exit 0
    echo "The browser's tests failed, in the $attempt attempt."
  done
  exit 1
fi
exec $python -m pytest -q -p no:cacheprovider --ignore Tests/notebook/browser Tests/notebook "$@"
