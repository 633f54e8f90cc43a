"""Whether a killed training goes on to the same bits: trainings that write checkpoints are killed by SIGKILL
at random moments and started again until they end, and the model they leave is compared, byte by byte, with
that of a training that nothing stopped and that wrote no checkpoint.

Prints a row for each configuration and a verdict; the exit status is 0 if all models were the same.
Usage: kills.py [KILLS [SEED]]: how many over all configurations (100), and the seed of the moments (1).
SETL names the program.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time

here = os.path.dirname(os.path.abspath(__file__))
setl = os.path.abspath(os.environ.get("SETL", os.path.join(here, "../.build/release/setl")))
kills = int(sys.argv[1]) if len(sys.argv) > 1 else 100
moments = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)

SPARSE = """sparse_embedding(vocabulary: 300, units: 32, density: 0.1),
    sparse_lstm(units: 32, density: 0.2, dropout: 0.2), dropout(0.2), dense(1)"""
DENSE = "embedding(vocabulary: 300, units: 16), lstm(units: 16, dropout: 0.2), dropout(0.2), dense(1)"

# The name, the layers, threads, minutes between checkpoints (0: after each step), and the rest of `fit`.
CONFIGURATIONS = [
    ("dense, adam", DENSE, 1, 0, "optimizer: adam(rate: 0.005)"),
    ("dense, sgd with momentum, 2 threads", DENSE, 2, 0.001, "optimizer: sgd(rate: 0.1, momentum: 0.9)"),
    ("set_evolution, adam", SPARSE, 1, 0, "optimizer: adam(rate: 0.005), evolution: set_evolution(zeta: 0.3)"),
    ("set_evolution, adam, 2 threads", SPARSE, 2, 0.001,
     "optimizer: adam(rate: 0.005), evolution: set_evolution(zeta: 0.3)"),
    ("set_evolution each 10 steps, sgd", SPARSE, 1, 0.001,
     'optimizer: sgd(rate: 0.1), evolution: set_evolution(by: "magnitude", every: 10)'),
    ("set_evolution, checkpointing", SPARSE, 1, 0.001,
     "optimizer: adam(rate: 0.005), evolution: set_evolution(zeta: 0.3), checkpointing: true"),
    ('set_evolution, keep: "best"', SPARSE, 2, 0,
     'optimizer: adam(rate: 0.005), evolution: set_evolution(zeta: 0.3), validation: held_out, keep: "best"'),
    ("rigl, adam", SPARSE, 1, 0.001, "optimizer: adam(rate: 0.005), evolution: rigl(every: 20)"),
    ("snfs, sgd with momentum, checkpointing", SPARSE, 2, 0.001,
     "optimizer: sgd(rate: 0.1, momentum: 0.9), evolution: snfs(every: 20), checkpointing: true"),
    ("dsr, adam", SPARSE, 1, 0.001, "optimizer: adam(rate: 0.005), evolution: dsr(moved: 100, every: 20)"),
    ("deep_rewiring, adam", SPARSE, 1, 0, "optimizer: adam(rate: 0.005), evolution: deep_rewiring(alpha: 0.01)"),
    ("mest, adam", SPARSE, 1, 0.001,
     'optimizer: adam(rate: 0.005), evolution: mest(variant: "em_s", every: 20)'),
    ('granet, keep: "best"', SPARSE, 2, 0.001,
     'optimizer: adam(rate: 0.005), evolution: granet(density: 0.05, every: 20), validation: held_out, keep: "best"'),
    ("set_evolution, snt_asgd, plateau, noise", SPARSE, 1, 0.001,
     "optimizer: snt_asgd(rate: 0.5), evolution: set_evolution(), schedule: plateau(patience: 1), noise: 0.01, "
     'validation: held_out, keep: "best"'),
    ("rigl, adamw, warm-up, cosine, watched", SPARSE, 2, 0,
     "optimizer: adamw(rate: 0.005), evolution: rigl(every: 20), schedule: warmup(50, then: cosine()), "
     'watch: ["active"]'),
]

SCRIPT = """let [folder, isStopped] = arguments
threads({threads})
let [train, held_out] = split(toy_reviews(3000, length: 40, seed: 1).train, 0.8, seed: 1)
let model = sequential(
    {layers})
let file = if isStopped == "yes" {{ folder + "/run.safetensors" }} else {{ none }}
let history = fit(model, train, epochs: 6, batch: 32, seed: 1, {options},
                  checkpoint: file, every: {every}, resume: file)
save(model, folder + "/model.safetensors")
print(history.loss, history.watched)
"""


class Training:
    """One training in a folder of its own, from the first start to the end."""

    def __init__(self, script, folder, is_stopped):
        self.folder = folder
        os.mkdir(folder)
        self.command = [setl, script, folder, "yes" if is_stopped else "no"]

    def start(self):
        return subprocess.Popen(
            self.command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def end(self, process):
        """What is left: the model's bytes and the losses of all epochs."""
        output, errors = process.communicate()
        if process.returncode != 0:
            sys.exit(f"the training ended with status {process.returncode}:\n{errors.decode()}")
        left = sorted(os.listdir(self.folder))
        if any(name.endswith(".part") for name in left):
            sys.exit(f"the training left half a file: {', '.join(left)}")
        with open(os.path.join(self.folder, "model.safetensors"), "rb") as file:
            return file.read(), output


def until_killed(training, delay):
    """Starts the training; whether it was killed after `delay` seconds, else what it left at its end."""
    process = training.start()
    try:
        process.wait(delay)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if process.returncode == -signal.SIGKILL:
            return True, None
    return False, training.end(process)


def row(name, script, wanted, folder):
    """Kills trainings until `wanted` are killed; how many ended, and how many of those were different."""
    expected = Training(script, os.path.join(folder, "whole"), False)
    expected = expected.end(expected.start())
    checkpoints = Training(script, os.path.join(folder, "0"), True)
    start = time.perf_counter()
    ended, different = 1, int(checkpoints.end(checkpoints.start()) != expected)
    seconds = time.perf_counter() - start
    killed, writing = 0, 0
    while killed < wanted:
        training = Training(script, os.path.join(folder, str(ended)), True)
        while True:
            if killed < wanted:
                was_killed, left = until_killed(training, moments.uniform(0, seconds / 3))
            else:
                was_killed, left = False, training.end(training.start())
            if not was_killed:
                break
            killed += 1
            writing += os.path.exists(os.path.join(training.folder, "run.safetensors.part"))
        ended += 1
        different += left != expected
    print(f"| {name} | {killed} | {writing} | {ended} | {different} |", flush=True)
    return killed, different


print("| training | kills | of them in a write | trainings ended | with another model |")
print("|---|---|---|---|---|", flush=True)
killed, different = 0, 0
for number, (name, layers, threads, every, options) in enumerate(CONFIGURATIONS):
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "training.setl")
        with open(script, "w") as file:
            file.write(SCRIPT.format(layers=layers, threads=threads, every=every, options=options))
        # As many for each as go, the rest for the first ones.
        wanted = kills // len(CONFIGURATIONS) + (number < kills % len(CONFIGURATIONS))
        found = row(name, script, wanted, folder)
        killed, different = killed + found[0], different + found[1]
verdict = f"{different} MODELS OR LOSSES DIFFER" if different else "the same model and losses every time"
print(f"\n{killed} kills: {verdict}")
sys.exit(different > 0)
