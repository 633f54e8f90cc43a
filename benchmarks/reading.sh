#!/bin/sh
# How fast reviews are read from CSV, in MB/s: `sh benchmarks/reading.sh [SETL…]`, each a setl to time; they
# take turns, so that what else the machine does weighs on all of them. MEGABYTES=300 of reviews are made, as
# many as there are not yet, in TMPDIR; what is read is checked against what was made.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
megabytes=${MEGABYTES:-300}
folder=${TMPDIR:-/tmp}/setl-reading-$megabytes
[ $# -gt 0 ] || set -- "$here/../.build/release/setl"

mkdir -p "$folder"
if [ ! -f "$folder/rows" ]; then
  # Some 1300 bytes each, half of them in quotes, with commas, doubled quotes and line ends within.
  awk -v bytes="$((megabytes * 1000000))" '
    BEGIN {
      print "id,text,stars"
      while (size < bytes) {
        text = ""
        for (i = 0; i < 230; i++) {
          seed = (seed * 1103515245 + 12345) % 2147483648
          text = text " w" int(seed / 65536) % 20000
        }
        if (rows % 2) text = "\"" substr(text, 2) ", said \"\"he\"\",\nand went\""
        else text = substr(text, 2)
        line = rows "," text "," 1 + rows % 5
        print line
        size += length(line) + 1
        rows++
      }
      print rows > "/dev/stderr"
    }' >"$folder/reviews.csv" 2>"$folder/rows.part"
  mv "$folder/rows.part" "$folder/rows"
fi

cat >"$folder/reading.setl" <<PROGRAM
let rows = []
let seconds = time(() => append(rows, text_dataset("$folder/reviews.csv", text: "text", label: "stars")))
assert(length(rows[0].train) + length(rows[0].test) == $(cat "$folder/rows"), "reviews are missing")
assert(rows[0].classes == ["1", "2", "3", "4", "5"], "stars are missing")
print("{$megabytes / seconds:.1f} MB/s")
PROGRAM

for round in 1 2 3; do
  for setl; do printf '%s  %s\n' "$("$setl" "$folder/reading.setl")" "$setl"; done
done
