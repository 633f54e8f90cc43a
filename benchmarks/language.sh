#!/bin/sh
# The machine of the language beside CPython and Lua: seconds of each program, the best of ROUNDS (5) runs
# taken in turn, and how many times longer the others take. Each program checks its own result.
set -e
here=$(dirname "$0")
setl=${SETL:-"$here/../.build/release/setl"}
python=${PYTHON:-python3}
lua=${LUA:-lua5.4}
rounds=${ROUNDS:-5}
best() { printf '%s\n%s\n' "$1" "$2" | sort -g | head -n 1; }
"$python" --version
"$lua" -v
printf '%-12s%10s%10s%10s%12s%12s\n' program setl python lua "python/setl" "setl/lua"
for program in fibonacci loops lists maps strings sieve nbody; do
  s=9e9 p=9e9 l=9e9
  for round in $(seq "$rounds"); do
    s=$(best "$s" "$("$setl" "$here/language/$program.setl")")
    p=$(best "$p" "$("$python" "$here/language/$program.py")")
    l=$(best "$l" "$("$lua" "$here/language/$program.lua")")
  done
  echo "$program $s $p $l" | awk '{printf "%-12s%10.3f%10.3f%10.3f%12.2f%12.2f\n", $1, $2, $3, $4, $3/$2, $2/$4}'
done

# Small tensors: an LSTM cell by hand beside PyTorch's eager mode, where PEERS is a Python that has it.
peers=${PEERS:-"$here/../.build-peers/bin/python"}
test -x "$peers" || exit 0
s=9e9 p=9e9
for round in $(seq "$rounds"); do
  s=$(best "$s" "$("$setl" "$here/language/lstm_cell.setl")")
  p=$(best "$p" "$("$peers" "$here/language/lstm_cell.py")")
done
echo "$s $p" | awk '{printf "\nLSTM cell by hand, 32 units, batch 1: setl %.2f us, PyTorch %.2f us, %.2f times\n", $1 * 50, $2 * 50, $2 / $1}'
