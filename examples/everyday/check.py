# Runs every program of this folder that is Python, and compares what it prints with what is stored.
import contextlib
import io
import os
import sys
import tempfile
from pathlib import Path

folder = Path(__file__).resolve().parent
os.chdir(tempfile.mkdtemp())
failed = []
for program in sorted(folder.glob("*.py")):
    if program.name == "check.py":
        continue
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(io.StringIO()):
            exec(compile(program.read_text(), program.name, "exec"), {"__name__": "__main__"})
    except ModuleNotFoundError as problem:
        print(f"{program.stem}: left out, there is no {problem.name}")
        continue
    if printed.getvalue() != program.with_suffix(".txt").read_text():
        failed.append(program.stem)
        print(f"{program.stem}: prints\n{printed.getvalue()}")
sys.exit(1 if failed else 0)
