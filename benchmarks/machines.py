"""What a second machine brings: training steps of one process of one core, of two that share memory, and of two
in network namespaces with a link of 1 Gbit/s between them (as root, where the system has them).

Two processes that train half a batch each and know nothing of each other tell what two cores of this machine
give at most: they share its memory and its caches. All are run in turn, and each row is the best of its runs; the weights must be the same in all. Prints tables, and
what 4, 16 and 64 machines would give by the parts of a step; the exit status is 1 where two processes are not
as fast as they are to be, or come to other weights.
Usage: machines.py [ROUNDS]   how often each is run (3). BENCHMARKS names the program.
"""

import json
import os
import shutil
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
program = os.path.abspath(
    os.environ.get("BENCHMARKS", os.path.join(here, "../.build/release/benchmarks")))
rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
SIZES = ["--units", "256", "--density", "0.04", "--length", "100"]
BATCH = 256
ROOT = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1")
LOCAL = ["mpirun", "-n", "2", "--bind-to", "none", "--mca", "pml", "ob1"]
LINK = [os.path.join(here, "namespaces.sh"), "1gbit"]

# The name, what starts it, and how much faster than one process it is to be.
SETTINGS = [
    ("one process", [], None),
    ("two, memory", LOCAL, 1.8),
    ("two, 1 Gbit/s", LINK, 1.7),
]
PARTS = ["ms_shards", "ms_waiting", "ms_transfer", "ms_rest"]


def run(launcher):
    """The row of a run; None where the machine allows no such run."""
    return result(start(launcher, BATCH))


def start(launcher, batch):
    return subprocess.Popen(
        launcher + [program, "machines", "--batch", str(batch)] + SIZES, env=ROOT, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def result(process):
    told, errors = process.communicate()
    if process.returncode == 77:
        return None
    if process.returncode != 0:
        sys.exit(f"{process.args[0]} ended with {process.returncode}:\n{errors}")
    return json.loads(next(line for line in told.splitlines() if line.startswith("{")))


def run_apart():
    """The slower of two that train half of the batch each at the same time, and exchange nothing."""
    both = [start([], BATCH // 2) for _ in range(2)]
    return max(map(result, both), key=lambda row: row["ms_a_step"])


# Examples of a shard of a sparse model.
SHARD = 32


def on_paper(one, many, hosts, megabytes_a_second, batch):
    """How many times as fast as one so many machines of one core would be, with whole shards each."""
    shards, measured = batch // SHARD, 256 // SHARD
    busy = -(-shards // hosts)
    # What a shard sends, from two processes that each got half of the shards.
    kilobytes = many["kb_received"] / (measured / 2)
    compute = one["ms_shards"] / measured * busy
    transfer = kilobytes * (shards - busy) / megabytes_a_second
    rest = one["ms_rest"] + (many["ms_rest"] - one["ms_rest"]) * shards / measured
    return (one["ms_shards"] / measured * shards + one["ms_rest"]) / (compute + transfer + rest)


if not shutil.which("mpirun"):
    sys.exit("mpirun is not installed: apt-get install openmpi-bin")
rows = {name: [] for name, _, _ in SETTINGS}
apart = []
for _ in range(rounds):
    apart.append(run_apart())
    for name, launcher, _ in SETTINGS:
        row = run(launcher)
        if row:
            rows[name].append(row)
best = {name: min(found, key=lambda row: row["ms_a_step"]) for name, found in rows.items() if found}
one = best["one process"]

print("Batch 256 of 100 words, embedding and LSTM of 256 units at 4 %, SET between epochs; a core each.\n")
print("| ms a step | all | shards | waiting | transfer | sums, optimizer | kB received | times as fast |")
print("|---|---|---|---|---|---|---|---|")
failed = False
for name, _, wanted in SETTINGS:
    if name not in best:
        print(f"| {name} | not here: no network namespaces | | | | | | |")
        continue
    row = best[name]
    ratio = one["ms_a_step"] / row["ms_a_step"]
    told = f"**{ratio:.2f}**" if wanted else "1"
    if wanted and ratio < wanted:
        told += f" (not {wanted})"
        failed = True
    if row["weights"] != one["weights"]:
        told += " OTHER WEIGHTS"
        failed = True
    parts = " | ".join(f"{row[part]:.2f}" for part in PARTS)
    print(f"| {name} | {row['ms_a_step']:.2f} | {parts} | {row['kb_received']:.0f} | {told} |")

limit = min(apart, key=lambda row: row["ms_a_step"])
print(
    f"| two that exchange nothing | {limit['ms_a_step']:.2f} | {limit['ms_shards']:.2f} | | | | | "
    f"{one['ms_a_step'] / limit['ms_a_step']:.2f} |")

print("\nOn paper, from these parts: how many times as fast as one, machines of one core each.\n")
print("| batch | machines | 1 Gbit/s | 10 Gbit/s | 100 Gbit/s |")
print("|---|---|---|---|---|")
for batch, hosts in [(256, 4), (1024, 16), (4096, 64)]:
    speeds = " | ".join(
        f"{on_paper(one, best['two, memory'], hosts, rate, batch):.1f}" for rate in (120, 1200, 12000))
    print(f"| {batch} | {hosts} | {speeds} |")
sys.exit(failed)
