import Builtins
import Evaluation
import Foundation
import JSON
import Notebooks
import Sessions
import StandardLibrary
import Syntax
import Testing

/// Notebooks that run without Jupyter.
@Suite struct RunTests {
  private static func session(_ output: any OutputSink) throws -> Session {
    try Session(
      library: coreLibrary, standardLibrary: StandardLibrary.files, output: output,
      files: ScriptFiles())
  }

  private static func run(_ script: String) throws -> NotebookRun {
    try NotebookRun(Notebook(percent: script), makeSession: session)
  }

  @Test func outputsAreThoseOfThePage() throws {
    let run = try Self.run(
      "# %% [markdown]\n# a\n\n# %%\nprint(1)\nprint(2)\n3\n\n# %%\n\n# %%\n\"b\"\n")
    #expect(run.notebook.cells.map(\.executionCount) == [nil, 1, nil, 2])
    #expect(run.notebook.cells[1].outputs.first == .stream(name: "stdout", text: "1\n2\n"))
    #expect(run.notebook.cells[1].outputs.last?.text("text/plain") == "3")
    guard case .finished = run.end else {
      Issue.record("it did not finish")
      return
    }
  }

  @Test func theFirstErrorEndsItUnlessTheCellMayFail() throws {
    let run = try Self.run(
      "# %% tags=[\"raises-exception\"]\nx\n\n# %% tags=[\"skip-execution\"]\nprint(1)\n\n# %%\nprint(2)\n[1][5]\n\n# %%\nprint(3)\n"
    )
    #expect(run.notebook.cells.map(\.outputs.count) == [1, 0, 2, 0])
    guard case .error("S0301", _, let traceback) = run.notebook.cells[0].outputs.first else {
      Issue.record("no error")
      return
    }
    #expect(traceback.contains { $0.contains("In [1]") })
    guard case .failed(let diagnostics) = run.end else {
      Issue.record("it did not fail")
      return
    }
    #expect(diagnostics.first?.code == "S0204")
  }

  @Test func manyPrintsAreOneText() throws {
    let run = try Self.run("for i in 0..20_000 { print(i) }")
    guard case .stream(_, let text) = run.notebook.cells[0].outputs.first else {
      Issue.record("no text")
      return
    }
    #expect(run.notebook.cells[0].outputs.count == 1 && text.hasSuffix("\n19999\n"))
  }

  /// A notebook is held to what is stored in it.
  @Test func aNotebookIsTested() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "setl-\(UUID()).ipynb").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    func test() throws -> FileTest {
      try FileTest(notebook: path, until: Interrupt(), makeSession: Self.session)
    }
    let script = """
      # %%
      let x = 20
      print("a")
      x + 1

      # %% tags=["raises-exception"]
      y

      # %%
      plot([1, 2, 3])

      """
    var notebook = try Self.run(script).notebook
    _ = try NotebookFile.write(notebook, to: path)
    #expect(try test().text == "passed  \(path)  (3 checks)\n")
    notebook.cells[0].source = "let x = 21\nprint(\"took 1.5 s, 3 MiB\")\nx + 1"
    notebook.cells[0].outputs[0] = .stream(name: "stdout", text: "took 12 min 2 s, 31 MiB\n")
    _ = try NotebookFile.write(notebook, to: path)
    #expect(
      try test().text
        == "failed  \(path)\n  cell 1, line 2 of its outputs\n    expected  21\n    found     22\n")
  }

  @Test func aNotebookOfAnotherLanguageIsToldSo() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "setl-\(UUID()).ipynb").path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    let notebook = Notebook(
      cells: [], metadata: [.init("kernelspec", .object([.init("language", .string("python"))]))])
    _ = try NotebookFile.write(notebook, to: path)
    #expect(throws: NativeError.self) {
      try NotebookFile.readProgram(path, until: Interrupt())
    }
  }
}
