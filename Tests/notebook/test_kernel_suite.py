"""Jupyter's own conformance suite, every sample given: it skips what it is given no sample for."""

import signal

import jupyter_kernel_test


class SetlTests(jupyter_kernel_test.KernelTests):
    kernel_name = "setl"
    language_name = "setl"
    file_extension = ".setl"

    def setUp(self):
        # The suite waits for some answers without a limit.
        signal.alarm(60)

    code_hello_world = 'print("hello, world")'
    code_stderr = 'print("to whom it may concern", to: "stderr")'
    completion_samples = [
        {"text": "sparse_d", "matches": ["sparse_dense"]},
        {"text": "let x = set_evol", "matches": ["set_evolution"]},
        {"text": "toy_reviews(10, vocab", "matches": ["vocabulary: "]},
        {"text": "zzz", "matches": []},
    ]
    complete_code_samples = [
        "1",
        "let x = 1\nx + 1",
        "fn f(x) { x }",
        "fn f(x) {\n    x\n}\n",
        "# nothing",
        "",
    ]
    incomplete_code_samples = [
        "fn f(x) {",
        "[1, 2,",
        "print(1,",
        "1 +",
        'let t = """lines',
        "if true {\n    1\n} else {",
        "{a: 1,",
    ]
    invalid_code_samples = ["let = 1", "1 2", ")", 'print("never ended)', "fn (x) {}}"]
    code_page_something = "??fit"
    code_generate_error = "[1, 2][5]"
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": "[1, 2].map(x => x + 1)", "result": "[2, 3]"},
        {"code": '"α β 𝛾"', "result": '"α β 𝛾"'},
        {"code": "tensor([[1, 2], [3, 4]])"},
        {"code": "sequential(dense(1, inputs: 2))", "mime": "text/html"},
        {"code": "sparse(4, 6, density: 0.5)", "mime": "text/plain"},
        {"code": '[{name: "a", size: 1}, {name: "b", size: 2}]', "mime": "text/html"},
    ]
    code_display_data = [
        {"code": "plot([1, 4, 9])", "mime": "image/svg+xml"},
        {"code": "heatmap([[1, 2], [3, 4]])", "mime": "text/plain"},
        {"code": "summary(sequential(dense(1, inputs: 2)))", "mime": "text/html"},
        {"code": "?round", "mime": "text/plain"},
        {"code": "display([1, 2])", "mime": "text/plain"},
    ]
    code_history_pattern = "6 ?* 7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "fit"
    code_clear_output = "clear_output()"


class WelcomeTests(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "setl"
    support_iopub_welcome = True


def test_every_sample_is_given():
    base = jupyter_kernel_test.KernelTests
    samples = [name for name in vars(base) if name.startswith("code_") or name.endswith("_samples")]
    assert [name for name in samples if not getattr(SetlTests, name)] == []
