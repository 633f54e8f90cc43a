#!/bin/sh
# The comparison of docs/results.md: sparse and dense, seeds 1 to 3, a process each.
# SETL_DATA names the folder that holds imdb/.
set -e
here=$(dirname "$0")
setl=${SETL:-"$here/../../.build/release/setl"}
for variant in sparse dense; do
  for seed in 1 2 3; do
    "$setl" "$here/imdb_accuracy.setl" "$variant" "$seed" "${1:-8}" 2>/dev/null
  done
done
