"""The lessons of examples/notebooks, as notebooks: made from their scripts, without outputs."""

import functools
import subprocess

import nbformat

from kernels import FOLDER, ROOT, SETL

SCRIPTS = sorted((ROOT / "examples/notebooks").glob("*.setl"))
STORED = sorted((ROOT / "examples/notebooks").glob("*.ipynb"))


@functools.cache
def folder():
    """Where the notebooks are, made by `setl convert`."""
    folder = FOLDER / "lessons"
    folder.mkdir(exist_ok=True)
    for script in SCRIPTS:
        convert(script, folder / f"{script.stem}.ipynb")
    return folder


def convert(source, target, **options):
    return subprocess.run(
        [SETL, "convert", str(source), str(target)],
        check=True,
        capture_output=True,
        text=True,
        **options,
    )


def notebook(name):
    return nbformat.read(folder() / f"{name}.ipynb", 4)


NAMES = [script.stem for script in SCRIPTS]
