#!/bin/sh
# The curve over density of a language model of the Penn Treebank, beside PyTorch's dense one of the same sizes.
#
#   sh language_model.sh [EPOCHS [STEPS]]
#
# With STEPS each trains for so many alone, which takes minutes in place of hours.
# PYTHON is an interpreter that has torch; SETL_DATA names the data folder, which holds ptb/.
set -e
# OpenBLAS chooses its kernels by the processor, whatever was wished for elsewhere.
unset OPENBLAS_CORETYPE
here=$(dirname "$0")
setl=${SETL:-"$here/../.build/release/setl"}
"${PYTHON:-python3}" "$here/peers/language_model.py" "${1:-13}" 2 $2
for density in 0.33 0.2 0.1 0.05; do
  "$setl" "$here/language_model.setl" $density "${1:-13}" 2 $2 2>/dev/null
done
