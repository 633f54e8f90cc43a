"""Whether trainings over several processes survive what can come to them: they are started over 2 and 3 processes,
signals and kills are sent to mpirun or to one of its processes at random moments, and they are started again until
they end. The model they leave is compared, byte by byte, with that of a training of one process that nothing
stopped.

Prints a row for each kind of signal and a verdict; the exit status is 0 if nothing hung for longer than 15 s, no
file was left half written, and all models were the same.
Usage: machines_kills.py [COUNT [SEED]]: how many signals (100), and the seed of the moments (1).
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
setl = os.path.realpath(os.environ.get("SETL", os.path.join(here, "../.build/release/setl")))
count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
choices = random.Random(int(sys.argv[2]) if len(sys.argv) > 2 else 1)
PATIENCE = 15

SCRIPT = """threads(1)
let [train, held_out] = split(toy_reviews(2000, length: 40, seed: 1).train, 0.8, seed: 1)
let model = sequential(
    sparse_embedding(vocabulary: 300, units: 32, density: 0.1),
    sparse_lstm(units: 32, density: 0.2, dropout: 0.2), dropout(0.2), dense(1))
let file = if arguments[0] == "yes" { "run.safetensors" } else { none }
let history = fit(model, train, epochs: 40, batch: 96, seed: 1, optimizer: adam(rate: 0.005),
                  evolution: rigl(every: 20), checkpoint: file, every: 0.001, resume: file)
save(model, "model.safetensors")
evaluate(model, held_out)
print("steps", history.reports[-1].step)
"""

# What is sent, to whom, and how often.
KINDS = [
    ("SIGINT to mpirun", signal.SIGINT, "launcher", 1),
    ("SIGINT to mpirun, twice", signal.SIGINT, "launcher", 2),
    ("SIGTERM to mpirun", signal.SIGTERM, "launcher", 1),
    ("SIGUSR1 to mpirun", signal.SIGUSR1, "launcher", 1),
    ("SIGTERM to a process", signal.SIGTERM, "process", 1),
    ("SIGTERM to a process, twice", signal.SIGTERM, "process", 2),
    ("SIGUSR1 to a process", signal.SIGUSR1, "process", 1),
    ("SIGKILL to a process", signal.SIGKILL, "process", 1),
    ("SIGKILL to mpirun", signal.SIGKILL, "launcher", 1),
]


def start(folder, processes, stops):
    launcher = ["mpirun", "-n", str(processes), "--oversubscribe", "--bind-to", "none", "--mca", "pml", "ob1"]
    return subprocess.Popen(
        (launcher if processes > 1 else []) + [setl, "train.setl", "yes" if stops else "no"], cwd=folder,
        env=dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1", SETL_HOME=folder),
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True)


def living(folder):
    """The setl processes of a run, by the folder that they run in."""
    found = []
    for number in filter(str.isdigit, os.listdir("/proc")):
        try:
            if os.readlink(f"/proc/{number}/cwd") == folder and os.readlink(f"/proc/{number}/exe") == setl:
                found.append(int(number))
        except OSError:
            pass
    return sorted(found)


def send(process, folder, sent, to, times):
    """Whether there was somebody to send it to."""
    for place in range(times):
        if place:
            time.sleep(choices.uniform(0, 0.3))
        targets = [process.pid] if to == "launcher" else living(folder)
        if process.poll() is not None or not targets:
            return place > 0
        try:
            os.kill(choices.choice(targets), sent)
        except ProcessLookupError:
            return place > 0
    return True


def ended(process, folder):
    """Seconds until launcher and processes were over; None where they hung."""
    began = time.monotonic()
    while time.monotonic() - began < PATIENCE:
        if process.poll() is not None and not living(folder):
            return time.monotonic() - began
        time.sleep(0.02)
    return None


def model(folder):
    with open(os.path.join(folder, "model.safetensors"), "rb") as file:
        return file.read()


def whole(folder):
    """The bytes of a training that nothing stops, and how long it takes over two processes."""
    with open(os.path.join(folder, "train.setl"), "w") as file:
        file.write(SCRIPT)
    process = start(folder, 1, False)
    output, errors = process.communicate()
    if process.returncode != 0:
        sys.exit(f"the training ended with {process.returncode}:\n{errors.decode()}")
    expected = model(folder)
    began = time.monotonic()
    process = start(folder, 2, False)
    process.communicate()
    if process.returncode != 0 or model(folder) != expected:
        sys.exit("two processes that nothing stops come to another model")
    return expected, output, time.monotonic() - began


with tempfile.TemporaryDirectory() as folder:
    folder = os.path.realpath(folder)
    expected, steps, seconds = whole(folder)
rows = {name: {"sent": 0, "slowest": 0.0, "hung": 0} for name, *_ in KINDS}
trainings, different, halves, done = 0, 0, 0, 0
while done < count:
    with tempfile.TemporaryDirectory() as folder:
        folder = os.path.realpath(folder)
        with open(os.path.join(folder, "train.setl"), "w") as file:
            file.write(SCRIPT)
        while True:
            process = start(folder, choices.choice([2, 3]), True)
            was_sent = False
            if done < count:
                name, sent, to, times = KINDS[done % len(KINDS)]
                time.sleep(choices.uniform(0, 1.2 * seconds))
                was_sent = send(process, folder, sent, to, times)
                limit = ended(process, folder)
                if was_sent:
                    done += 1
                    rows[name]["sent"] += 1
                    rows[name]["slowest"] = max(rows[name]["slowest"], limit or 0)
                    if limit is None:
                        rows[name]["hung"] += 1
                for number in [] if limit is not None else living(folder) + [process.pid]:
                    try:
                        os.kill(number, signal.SIGKILL)
                    except ProcessLookupError:
                        pass
            output, errors = process.communicate()
            # Whoever was asked to end told how far it came; the last one comes to the last step.
            if process.returncode == 0 and output.replace(b"\r", b"") == steps:
                break
            if not was_sent and process.returncode != 0:
                sys.exit(f"a training that nothing stopped ended with {process.returncode}:\n{errors.decode()}")
        trainings += 1
        halves += any(name.endswith(".part") for name in os.listdir(folder))
        different += model(folder) != expected

print("| signal | sent | until all were over, at most, s | hung |")
print("|---|---|---|---|")
for name, row in rows.items():
    print(f"| {name} | {row['sent']} | {row['slowest']:.1f} | {row['hung']} |")
hung = sum(row["hung"] for row in rows.values())
print(f"\n{done} signals, {trainings} trainings ended: {hung} hung, {halves} left half a file, "
      f"{different} came to another model")
sys.exit(bool(hung or halves or different))
