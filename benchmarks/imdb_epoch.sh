#!/bin/sh
# One epoch over IMDB: sparse, dense, and PyTorch's dense LSTM in 32-bit floats and in bfloat16 (where the
# processor has instructions for it), in turn on the same machine.
# PYTHON is an interpreter that has torch; SETL_DATA names the data folder.
set -e
# OpenBLAS chooses its kernels by the processor, whatever was wished for elsewhere.
unset OPENBLAS_CORETYPE
here=$(dirname "$0")
setl=${SETL:-"$here/../.build/release/setl"}
for threads in 1 2; do
  "$setl" "$here/imdb_epoch.setl" sparse $threads 2>/dev/null
  "$setl" "$here/imdb_epoch.setl" dense $threads 2>/dev/null
  "${PYTHON:-python3}" "$here/peers/imdb_epoch.py" $threads
  "${PYTHON:-python3}" "$here/peers/imdb_epoch.py" $threads bfloat16
done
