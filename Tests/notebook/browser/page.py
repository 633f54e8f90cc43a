"""A notebook in JupyterLab in a headless Chromium, handled as a person would."""

import contextlib
import os
import shutil

from lab import until
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
# Naming the driver keeps Selenium from starting its own manager, which asks the net.
DRIVER = shutil.which("chromedriver")

# The toolbar's button in JupyterLab 4.0, and since.
INTERRUPT = (
    ".jp-NotebookPanel-toolbar [data-command='notebook:interrupt-kernel'],"
    ".jp-NotebookPanel-toolbar [data-jp-item-name='interrupt'] *"
)

# What a page says that is left unsaved, and JupyterLab of a kernel that is started anew and of a slow machine.
KNOWN = ("beforeunload", "Connection lost, reconnecting in 0 seconds", "ms to activate")


class Page:
    def __init__(self, lab, screenshots):
        self.lab = lab
        self.screenshots = screenshots
        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for argument in (
            "--headless=new",
            "--window-size=1280,1400",
            "--disable-background-networking",
            "--disable-dev-shm-usage",
        ):
            options.add_argument(argument)
        if os.geteuid() == 0:
            options.add_argument("--no-sandbox")  # without it Chromium ends at once for root
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))

    def open(self, name):
        self.browser.get(f"{self.lab.url}/lab/tree/{name}?token={self.lab.token}&reset")
        until(
            lambda: self.all(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell"),
            60,
            "the notebook is open",
        )
        until(self.kernel_is("idle"), 60, "the kernel is idle")

    # What is there

    def all(self, selector):
        return self.browser.find_elements(By.CSS_SELECTOR, selector)

    def script(self, text, *arguments):
        return self.browser.execute_script(text, *arguments)

    def kernel_is(self, status):
        return lambda: (
            status
            == self.script(
                "return window.jupyterapp.shell.currentWidget?.sessionContext?.session?.kernel?.status"
            )
        )

    def prompts(self):
        return self.script(
            "return [...document.querySelectorAll('.jp-CodeCell .jp-InputPrompt')].map(each => each.textContent)"
        )

    def cell(self, index):
        return self.all(".jp-CodeCell")[index]

    def outputs(self, index, selector):
        return self.cell(index).find_elements(By.CSS_SELECTOR, selector)

    def shows(self, index, text):
        """A condition: the cell has an output with that text in it."""
        return lambda: any(
            text in each.text for each in self.outputs(index, ".jp-OutputArea-output")
        )

    def is_over(self, index):
        """A condition: the cell has run. Its own mark tells, not the kernel's status."""
        return lambda: "*" not in (prompt := self.prompts()[index]) and prompt != "[ ]:"

    def outputs_saved(self):
        """The outputs as a saved file would hold them, a list for each code cell."""
        return self.script(
            "return window.jupyterapp.shell.currentWidget.context.model.toJSON().cells"
            ".filter(cell => cell.cell_type === 'code').map(cell => cell.outputs)"
        )

    def text_of(self, selector):
        """The text of the first that is shown, or None."""
        return self.script(
            "const found = [...document.querySelectorAll(arguments[0])].find(each => each.checkVisibility());"
            "return found ? found.innerText : null",
            selector,
        )

    def broken_pictures(self):
        """JupyterLab draws SVG as an image: a broken one has no width."""
        return self.script(
            "return [...document.querySelectorAll('.jp-OutputArea img')].filter(each => !each.naturalWidth).length"
        )

    def colours(self, index):
        """The colours of the pieces of a cell's code, by their text."""
        return self.script(
            "const cell = document.querySelectorAll('.jp-CodeCell')[arguments[0]];"
            "return Object.fromEntries([...cell.querySelectorAll('.cm-line span')].map("
            "each => [each.textContent, getComputedStyle(each).color]))",
            index,
        )

    def complaints(self):
        """What the browser's console has been told that is amiss, since the last look."""
        return [
            entry["message"]
            for entry in self.browser.get_log("browser")
            if entry["level"] in ("SEVERE", "WARNING")
            and not any(known in entry["message"] for known in KNOWN)
        ]

    def screenshot(self, name):
        self.browser.save_screenshot(str(self.screenshots / f"{name}.png"))

    def screenshot_whole(self, name):
        """The notebook from its first cell to its last."""
        height = self.script(
            "const list = document.querySelector('.jp-NotebookPanel:not(.lm-mod-hidden) .jp-WindowedPanel-outer');"
            "list.scrollTop = 0; return list.scrollHeight"
        )
        self.browser.set_window_size(1280, min(height + 200, 16000))
        self.screenshot(name)
        self.browser.set_window_size(1280, 1400)

    # What is done

    def command(self, name, **arguments):
        """Runs one of JupyterLab's commands without waiting for its end."""
        self.script(
            "window.jupyterapp.commands.execute(arguments[0], arguments[1]); return null",
            name,
            arguments,
        )

    def run_all(self, seconds=120):
        """All cells, to the end."""
        self.command("notebook:clear-all-cell-outputs")
        until(lambda: set(self.prompts()) == {"[ ]:"}, 10, "no cell has a number")
        self.command("notebook:run-all-cells")
        until(
            lambda: (
                all("*" not in prompt and prompt != "[ ]:" for prompt in self.prompts())
                and self.kernel_is("idle")()
            ),
            seconds,
            "all cells have run",
        )

    def new_cell(self, code):
        """A cell at the end, in edit mode, with the code typed in; its number."""
        self.press(Keys.ESCAPE)
        self.script(
            "const {content} = window.jupyterapp.shell.currentWidget;"
            "content.activeCellIndex = content.widgets.length - 1; return null"
        )
        count = len(self.all(".jp-CodeCell"))
        self.command("notebook:insert-cell-below")
        until(lambda: len(self.all(".jp-CodeCell")) == count + 1, 10, "a new cell")
        index = self.script(
            "const cells = [...document.querySelectorAll('.jp-CodeCell')];"
            "return cells.findIndex(cell => cell.classList.contains('jp-mod-active'))"
        )
        self.cell(index).find_element(By.CSS_SELECTOR, ".cm-content").click()
        if code:
            self.type(code)
        return index

    def start(self, code):
        """Types a new cell and starts it; its number."""
        index = self.new_cell(code)
        self.press(Keys.CONTROL, Keys.ENTER)
        return index

    def type(self, text):
        ActionChains(self.browser).send_keys(text).perform()

    def press(self, *keys):
        """The last key with the others held."""
        actions = ActionChains(self.browser)
        for key in keys[:-1]:
            actions.key_down(key)
        actions.send_keys(keys[-1])
        for key in keys[:-1]:
            actions.key_up(key)
        actions.perform()

    def complete(self, code):
        """What Tab lists behind some code."""
        self.new_cell(code)
        # Before the page has a completer for the new cell, Tab only indents it.
        until(lambda: self.all(".jp-mod-active .jp-mod-completer-enabled"), 10, "Tab completes")
        return self.shown(".jp-Completer", Keys.TAB)

    def inspect(self, code):
        """What Shift-Tab tells of some code."""
        self.new_cell(code)
        return self.shown(".jp-Tooltip", Keys.SHIFT, Keys.TAB)

    def shown(self, selector, *keys):
        """The text of what the keys open. A page that is busy drawing loses a key now and then, and a
        person presses it again."""
        for _ in range(3):
            self.press(*keys)
            with contextlib.suppress(AssertionError):
                return until(lambda: self.text_of(selector), 5, "it is shown")
        raise AssertionError(f"three times {keys} did not show {selector}")

    def close(self):
        self.browser.quit()
