"""The notebook as a person sees it: JupyterLab in a browser opens lessons, trains, completes, stops, restarts."""

import os
import pathlib
import tempfile

import nbformat
import pytest

import lessons
from kernels import ROOT

pytest.importorskip("selenium")
pytest.importorskip("jupyterlab")

import page as browser
from lab import JupyterLab, until
from selenium.webdriver.common.keys import Keys

pytestmark = pytest.mark.skipif(
    not (browser.CHROMIUM and browser.DRIVER), reason="Chromium and its driver are not installed"
)

SCREENSHOTS = pathlib.Path(os.environ.get("SCREENSHOTS", ROOT / ".build/notebook-pages"))
EVIL = "<script>window.evil = 1</script><img src=x onerror='window.evil = 2'>"

TRAINING = (
    "let data = toy_reviews(3000, length: 40, seed: 1)\n"
    "let model = sequential(sparse_embedding(vocabulary: 300, units: 64, density: 0.1),\n"
    "    sparse_lstm(units: 64, density: 0.1), dense(1))"
)
PIECES = [
    'print("α β 𝛾", 6 * 7)',
    '[{name: "sparse", size: 96}, {name: "dense", size: 1024}]',
    'plot([1, 4, 9], title: "squares")',
    f'print("{EVIL}")',
    f'[{{review: "{EVIL}"}}, {{review: "{EVIL}"}}]',
    f'display("{EVIL}")',
    f'throw "{EVIL}"',
    f'plot([1, 2], title: "{EVIL}")',
    'help("round")',
    TRAINING + "\nmodel",
    "sparse(20, 30, density: 0.1)",
]


@pytest.fixture(scope="module")
def page():
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        lab = JupyterLab(folder)
        for name in lessons.NAMES:
            (lab.work / f"{name}.ipynb").write_bytes(
                (lessons.folder() / f"{name}.ipynb").read_bytes()
            )
        nbformat.write(
            nbformat.v4.new_notebook(
                cells=[
                    nbformat.v4.new_code_cell(code, metadata={"tags": ["raises-exception"]})
                    for code in PIECES
                ],
                metadata={
                    "kernelspec": {"name": "setl", "display_name": "setl", "language": "setl"}
                },
            ),
            lab.work / "pieces.ipynb",
        )
        page = None
        try:
            page = browser.Page(lab, SCREENSHOTS)
            yield page
        finally:
            if page:
                page.close()
            lab.close()


@pytest.fixture(autouse=True)
def looked_at(page, request):
    """A picture of what went wrong; and no message in the browser's console."""
    failed = request.session.testsfailed
    yield
    if request.session.testsfailed > failed:
        page.screenshot(f"failed-{request.node.name}")
    assert page.complaints() == []


@pytest.mark.parametrize("name", lessons.NAMES)
def test_a_lesson(page, name):
    page.lab.end_kernels()
    page.open(f"{name}.ipynb")
    page.run_all()
    saved = page.outputs_saved()
    assert not [each for outputs in saved for each in outputs if each["output_type"] == "error"]
    assert len(page.all(".jp-OutputArea img")) > 0 and page.broken_pictures() == 0
    assert len(page.all(".jp-RenderedHTMLCommon table")) > 0
    # A word of the language and a text stand out from names.
    colours = page.colours(0)
    assert {"let", "fn"} & colours.keys() and len(set(colours.values())) > 1, colours
    page.screenshot_whole(name)


@pytest.fixture(scope="module")
def pieces(page):
    """A notebook of pieces, all run once."""
    page.lab.end_kernels()
    page.open("pieces.ipynb")
    page.run_all()
    return page


def test_outputs(pieces):
    assert pieces.shows(0, "α β 𝛾 42")()
    assert [each.text for each in pieces.outputs(1, "table td") if each.text == "sparse"]
    [figure] = pieces.outputs(2, ".jp-RenderedSVG img")
    assert pieces.script("return arguments[0].naturalWidth", figure) > 100
    assert pieces.broken_pictures() == 0
    assert "round" in pieces.outputs(8, ".jp-OutputArea-output")[0].text
    assert pieces.outputs(9, "table") and pieces.outputs(10, "img, svg, table")
    pieces.screenshot_whole("pieces")


def test_text_stays_text(pieces):
    for index in range(3, 7):
        assert pieces.shows(index, "<script>")() or pieces.shows(index, "<scr")(), PIECES[index]
    assert pieces.script("return window.evil ?? null") is None
    assert not pieces.outputs(4, "img[src='x']")


def test_an_error(pieces):
    index = pieces.start("let xs = [1, 2]; xs[5]")
    until(pieces.shows(index, "index 5 is outside the list"), 10, "an error is shown")
    assert pieces.shows(index, "S0204")()
    pieces.screenshot("error")


def test_a_question(pieces):
    index = pieces.start('print("hello", input("name? "))')
    [box] = until(lambda: pieces.outputs(index, "input.jp-Stdin-input"), 10, "the cell asks")
    box.send_keys("Ada", Keys.ENTER)
    until(pieces.shows(index, "hello Ada"), 10, "the answer arrives")


def test_completion_and_help(pieces):
    assert "sparse_dense" in pieces.complete("spars")
    pieces.screenshot("completion")
    pieces.press(Keys.ESCAPE)
    assert "density" in pieces.inspect("sparse_lstm(")
    pieces.screenshot("tooltip")
    pieces.press(Keys.ESCAPE)


def train(pieces):
    """Starts a training that is longer than any test; its cell."""
    index = pieces.start("let history = fit(model, data.train, epochs: 100000)")
    until(lambda: "*" in pieces.prompts()[index], 10, "it runs")
    until(pieces.shows(index, "loss"), 20, "it shows how far it is")
    return index


def test_completion_and_help_while_a_cell_trains(pieces):
    index = train(pieces)
    assert "sparse_dense" in pieces.complete("spars")
    pieces.screenshot("completion-while-training")
    pieces.press(Keys.ESCAPE)
    assert "density" in pieces.inspect("sparse_lstm(")
    pieces.press(Keys.ESCAPE)
    assert "*" in pieces.prompts()[index], "the training ended"
    pieces.press(Keys.ESCAPE)
    pieces.type("ii")
    until(pieces.is_over(index), 10, "the interrupt ends the training")


def test_a_live_training_and_its_stop_button(pieces):
    index = train(pieces)
    before = pieces.outputs(index, ".jp-OutputArea")[0].text
    until(
        lambda: pieces.outputs(index, ".jp-OutputArea")[0].text != before, 5, "the figures change"
    )
    [button] = until(
        lambda: pieces.outputs(index, "button.jupyter-button, .widget-button"), 10, "a button"
    )
    assert button.text.strip() == "Stop"
    pieces.screenshot("training")
    button.click()
    until(pieces.is_over(index), 10, "Stop ends the training")
    # Gracefully: the cell ended well, its figures stay, the button does not.
    assert not [each for each in pieces.outputs_saved()[index] if each["output_type"] == "error"]
    assert pieces.shows(index, "loss")()
    until(
        lambda: not pieces.outputs(index, "button.jupyter-button, .widget-button"),
        5,
        "the button goes",
    )
    until(pieces.shows(pieces.start("length(history) >= 1"), "true"), 10, "the history is there")
    pieces.screenshot("training-stopped")


@pytest.mark.parametrize("how", ["keys", "button"])
def test_an_endless_cell_is_interrupted(pieces, how):
    index = pieces.start("while true {}")
    until(lambda: "*" in pieces.prompts()[index], 10, "it runs")
    if how == "keys":
        pieces.press(Keys.ESCAPE)
        pieces.type("ii")
    else:
        pieces.all(browser.INTERRUPT)[0].click()
    until(pieces.is_over(index), 10, "the interrupt ends the cell")
    until(pieces.shows(index, "interrupt"), 5, "the cell says so")
    until(pieces.shows(pieces.start("6 * 7"), "42"), 10, "a cell after it runs")


def test_a_hundred_thousand_prints(pieces):
    index = pieces.start("for n in 0..100_000 { print(n) }")
    until(pieces.is_over(index), 30, "all is printed")
    text = "".join(
        "".join(each["text"]) if isinstance(each["text"], list) else each["text"]
        for each in pieces.outputs_saved()[index]
    )
    assert text == "".join(f"{n}\n" for n in range(100_000))


def test_a_page_that_was_reloaded(pieces):
    """Misses the rest of a running cell; `replay()` shows it."""
    pieces.command("docmanager:save")
    index = pieces.start(
        'print("before")\nlet t = clock()\nwhile clock() < t + 6 {}\nprint("after the reload")'
    )
    until(pieces.shows(index, "before"), 10, "it runs")
    pieces.command("docmanager:save")
    # Opened again it is idle only once the cell is over, of whose output nothing comes here.
    pieces.open("pieces.ipynb")
    replayed = pieces.start("replay()")
    until(pieces.shows(replayed, "after the reload"), 20, "what was missed is shown")


def test_restart(pieces):
    until(pieces.shows(pieces.start("let kept = 3; kept"), "3"), 10, "a variable is there")
    pieces.script(
        "window.jupyterapp.shell.currentWidget.sessionContext.restartKernel(); return null"
    )
    until(pieces.kernel_is("idle"), 20, "the kernel is back")
    until(pieces.shows(pieces.start("kept"), "there is no `kept`"), 10, "it has begun anew")
    until(pieces.shows(pieces.start("6 * 7"), "42"), 10, "it runs")
