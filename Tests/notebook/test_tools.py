"""The tools around Jupyter run the lessons: nbclient, nbconvert, papermill, the console; `setl` itself does too."""

import copy
import json
import os
import random
import re
import subprocess
import sys

import nbclient
import nbformat
import papermill
import pytest

import lessons
from console import Console
from kernels import ROOT, SETL

BIN = os.path.dirname(sys.executable)


def outputs(notebook):
    return [
        output for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs
    ]


def check(notebook, name):
    """That every cell has run, without error, and what a lesson shows is there."""
    nbformat.validate(notebook)
    cells = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    assert all(cell.execution_count for cell in cells)
    assert [output for output in outputs(notebook) if output.output_type == "error"] == []
    kinds = {kind for output in outputs(notebook) for kind in output.get("data", {})}
    assert {"text/plain", "text/html", "image/svg+xml"} <= kinds, name
    for output in outputs(notebook):
        assert "transient" not in output
        if "data" in output:
            assert output["data"]["text/plain"].strip() or "image/svg+xml" in output["data"]


@pytest.mark.parametrize("name", lessons.NAMES)
def test_nbclient(name, tmp_path):
    notebook = lessons.notebook(name)
    nbclient.NotebookClient(
        notebook, timeout=120, kernel_name="setl", resources={"metadata": {"path": tmp_path}}
    ).execute()
    check(notebook, name)


def test_nbconvert_runs_and_colours(tmp_path):
    """All in one command, to pages; one of them is looked at."""
    files = [str(lessons.folder() / f"{name}.ipynb") for name in lessons.NAMES]
    told = subprocess.run(
        [
            f"{BIN}/jupyter-nbconvert",
            "--to",
            "html",
            "--execute",
            "--output-dir",
            str(tmp_path),
            *files,
        ],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert told.returncode == 0, told.stderr[-3000:]
    # Nothing of the kernel's in the terminal, and a lexer for its language.
    assert "setl kernel" not in told.stderr and "No lexer" not in told.stderr, told.stderr[-3000:]
    page = (tmp_path / "first_steps.html").read_text()
    # What Pygments colours stands in spans with the class of its token: `let` is a declaration or a keyword.
    assert re.search(r'<span class="k[a-z]?">let</span>', page), "the code has no colours"
    assert "image/svg+xml" in page or "<svg" in page
    assert "<table" in page


def test_papermill(tmp_path):
    for name in lessons.NAMES:
        done = tmp_path / f"{name}.ipynb"
        papermill.execute_notebook(
            str(lessons.folder() / f"{name}.ipynb"),
            str(done),
            progress_bar=False,
            cwd=str(tmp_path),
        )
        check(nbformat.read(done, 4), name)


@pytest.fixture
def console(tmp_path):
    console = Console(tmp_path)
    yield console
    console.close()


def test_console(console):
    assert "hello, world" in console.run('print("hello,", "world")')
    assert "42" in console.run("fn f(x) {\n    x * 2\n}\nf(21)")
    assert "index 5 is outside" in console.run("[1, 2][5]")
    # Text where there are no pictures.
    assert "⠒" in console.run("plot([1, 2, 3])")
    assert "still here" in console.run('"still here"')


@pytest.mark.parametrize("name", lessons.NAMES)
def test_console_runs_the_lessons(console, name):
    for cell in lessons.notebook(name).cells:
        if cell.cell_type == "code":
            shown = console.run(cell.source)
            assert "Traceback" not in shown and "error[S" not in shown, shown


def test_stored_notebooks_are_what_the_scripts_say():
    """The notebooks beside the scripts are valid, executed, and made of the scripts as they are now."""
    for file in lessons.STORED:
        notebook = nbformat.read(file, 4)
        check(notebook, file.stem)
        assert [cell.source for cell in notebook.cells] == [
            cell.source for cell in lessons.notebook(file.stem).cells
        ]
        text = file.read_text()
        assert (
            text
            == json.dumps(json.loads(text), indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        )


# setl's own tools


def project_scripts():
    places = ["examples", "stdlib", "benchmarks", "Tests/LanguageTests/Scripts"]
    return sorted(script for place in places for script in (ROOT / place).rglob("*.setl"))


def test_there_and_back(tmp_path):
    """All scripts of the project survive being a notebook, to the byte."""
    different = []
    for script in project_scripts():
        try:
            script.read_text()
        except UnicodeDecodeError:
            continue
        lessons.convert(script, tmp_path / "there.ipynb")
        nbformat.validate(nbformat.read(tmp_path / "there.ipynb", 4))
        lessons.convert(tmp_path / "there.ipynb", tmp_path / "back.setl")
        if (tmp_path / "back.setl").read_bytes() != script.read_bytes():
            different.append(str(script.relative_to(ROOT)))
    assert different == []


def generated(chance):
    """A notebook of cells that percent can carry."""
    lines = [
        "let x = 1",
        "",
        "print(x)",
        "# remark",
        "#%% not a mark",
        "    fn f(x) {",
        "}",
        '"""',
        "α β 𝛾",
        "\ttab",
        "# ",
        "#",
        "plot([1])",
        "x" * 200,
    ]
    prose = [
        "# Title",
        "",
        "Words and *more*.",
        "- item",
        "1. one",
        "```",
        "| a | b |",
        "α 𝛾",
        "    code",
        "> said",
        "$x^2$",
    ]
    cells = []
    for _ in range(chance.randrange(1, 8)):
        kind = chance.choice(["code", "code", "markdown", "raw"])
        count = chance.randrange(5)
        source = "\n".join(chance.choices(lines if kind == "code" else prose, k=count))
        cell = {
            "code": nbformat.v4.new_code_cell,
            "markdown": nbformat.v4.new_markdown_cell,
            "raw": nbformat.v4.new_raw_cell,
        }[kind](source)
        if chance.random() < 0.3:
            cell.metadata["tags"] = chance.sample(["parameters", "slow", "α"], 2)
        if chance.random() < 0.2:
            cell.metadata["title"] = "A title"
        cells.append(cell)
    return nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "kernelspec": {"name": "setl", "display_name": "setl", "language": "setl"},
            "language_info": {"name": "setl"},
        },
    )


def test_generated_notebooks_there_and_back(tmp_path):
    """Cells, kinds, sources and metadata are the same; a second round changes no byte."""
    chance = random.Random(15)
    for number in range(60):
        notebook = generated(chance)
        nbformat.write(notebook, tmp_path / "a.ipynb")
        lessons.convert(tmp_path / "a.ipynb", tmp_path / "a.setl")
        lessons.convert(tmp_path / "a.setl", tmp_path / "b.ipynb")
        again = nbformat.read(tmp_path / "b.ipynb", 4)
        nbformat.validate(again)
        assert [(cell.cell_type, cell.source, cell.metadata) for cell in again.cells] == [
            (cell.cell_type, cell.source, cell.metadata) for cell in notebook.cells
        ], f"notebook {number}"
        lessons.convert(tmp_path / "b.ipynb", tmp_path / "b.setl")
        assert (tmp_path / "b.setl").read_bytes() == (tmp_path / "a.setl").read_bytes()


def test_setl_runs_and_holds_a_notebook(tmp_path):
    """`setl run` gives the outputs that nbclient gets from the kernel; `setl test` holds them."""
    given = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_markdown_cell("# Few cells"),
            nbformat.v4.new_code_cell('print("one")\nprint("two")\n[{a: 1}, {a: 2}]'),
            nbformat.v4.new_code_cell("plot([1, 4, 9])"),
            nbformat.v4.new_code_cell("[1][5]", metadata={"tags": ["raises-exception"]}),
            nbformat.v4.new_code_cell("sequential(dense(1, inputs: 2))"),
        ],
        metadata={
            "kernelspec": {"name": "setl", "display_name": "setl", "language": "setl"},
            "language_info": {"name": "setl"},
        },
    )
    nbformat.write(given, tmp_path / "given.ipynb")
    told = subprocess.run(
        [SETL, "run", "given.ipynb", "--output", "done.ipynb"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert told.returncode == 0, told.stderr
    done = nbformat.read(tmp_path / "done.ipynb", 4)
    nbformat.validate(done)
    by_client = copy.deepcopy(given)
    nbclient.NotebookClient(by_client, timeout=60, kernel_name="setl").execute()
    assert [output.output_type for output in outputs(done)] == [
        output.output_type for output in outputs(by_client)
    ]
    assert outputs(done) == outputs(by_client)
    held = subprocess.run(
        [SETL, "test", "done.ipynb"], cwd=tmp_path, capture_output=True, text=True
    )
    assert held.returncode == 0, held.stdout + held.stderr
    done.cells[1].outputs[0].text = "one\nthree\n"
    nbformat.write(done, tmp_path / "done.ipynb")
    held = subprocess.run(
        [SETL, "test", "done.ipynb"], cwd=tmp_path, capture_output=True, text=True
    )
    assert held.returncode == 1 and "three" in held.stdout + held.stderr


def test_a_page_that_stands_alone(tmp_path):
    lessons.convert(lessons.folder() / "first_steps.ipynb", tmp_path / "first_steps.html")
    page = (tmp_path / "first_steps.html").read_text()
    assert "<html" in page and "First steps" in page
    assert not re.search(r'(src|href)="(https?:)?//[^"]*\.(js|css|woff)', page), "it asks the net"
