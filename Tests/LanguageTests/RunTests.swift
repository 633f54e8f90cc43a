import Evaluation
import Foundation
import Sessions
import Syntax
import Testing

/// Scripts that are run in a conversation, and files that change while it goes on.
@Suite struct RunTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "run-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, _ name: String) throws -> String {
    let path = folder.appending(path: name)
    try text.write(to: path, atomically: true, encoding: .utf8)
    return path.path()
  }

  /// Runs cells, of which none may fail, and gives what the last is told of.
  private func run(_ cells: [String], in test: TestSession) -> Session.Result {
    let results = cells.map { cell in
      let result = test.session.runCell(cell)
      if case .failed(let diagnostics) = result.end { Issue.record("\(cell): \(diagnostics)") }
      return result
    }
    return results[results.count - 1]
  }

  @Test func whatAScriptDeclaresIsThere() throws {
    let test = try TestSession()
    let path = try write("let rate = 0.5\nfn twice(x) { x * 2 }\n9\nprint(arguments)", "a.setl")
    let result = run(["run(\"\(path)\", \"left\", 2)", "twice(rate)"], in: test)
    #expect(result.echo?.text == "1")
    #expect(test.output.lines == ["[\"left\", \"2\"]"])
    #expect(test.session.runCell("[length(Out), length(In)]").echo?.text == "[1, 3]")
  }

  /// Also where the same text goes on with it.
  @Test func itsNamesAreKnownBehindIt() throws {
    let path = try write("let rate = 0.5", "b.setl")
    let (lines, diagnostics) = try TestSession().run("run(\"\(path)\")\nprint(rate)")
    #expect(diagnostics.isEmpty && lines == ["0.5"])
    #expect(try TestSession().run("run(\"\(path)\")\nprint(rat)").diagnostics[0].code == "S0311")
  }

  @Test func cellsRunAsCells() throws {
    let test = try TestSession()
    let path = try write(
      "# %% one\nlet a = 5\na + 1\n# %% two\na * 2;\n# %% three\n# nothing\n# %%\nprint(a)\n\"x\"",
      "c.setl")
    let result = run(["run(\"\(path)\")", "[length(In), Out[2], keys(Out), _]"], in: test)
    #expect(result.echo?.text == "[5, 6, [2, 4], \"x\"]")
    #expect(test.output.lines == ["Out[2]: 6", "5", "Out[4]: \"x\""])
  }

  @Test func whatIsWrongIsToldOfItsOwnLines() throws {
    let test = try TestSession()
    let path = try write("# %%\nlet a = 1\n# %%\nlet b = a\nmissing + 1\n# %%\nlet c = 3", "d.setl")
    guard case .failed(let diagnostics) = test.session.runCell("run(\"\(path)\")").end else {
      throw Failure()
    }
    let label = try #require(diagnostics[0].label)
    #expect(label.source.name == path && label.source.line(at: label.span.start) == 4)
    #expect(test.session.runCell("a").echo?.text == "1")
    // It may be run again.
    _ = try write("let a = 2", "d.setl")
    #expect(run(["run(\"\(path)\")", "a"], in: test).echo?.text == "2")
  }

  @Test func whatRunsItselfIsTold() throws {
    let path = folder.appending(path: "e.setl").path()
    _ = try write("run(\"\(path)\")", "e.setl")
    #expect(try TestSession().errorCode(of: "run(\"\(path)\")") == "S0309")
    #expect(try TestSession().errorCode(of: "run(\"none.setl\")") == "S0309")
    #expect(try TestSession().errorCode(of: "run(\"notes.ipynb\")") == "S0309")
  }

  // MARK: Cells again

  @Test func aCellRunsAgainWithTheVariablesOfNow() throws {
    let test = try TestSession()
    let cells = ["let x = 1", "x + 1", "x = 10", "rerun(2)", "rerun()"]
    #expect(run(cells, in: test).echo?.text == "11")
    #expect(test.session.runCell("rerun(9)").diagnosticCode == "S0340")
    #expect(test.session.runCell("rerun(7)").diagnosticCode == "S0340")
    #expect(test.session.runCell("edit(2)").diagnosticCode == "S0340")
  }

  /// Without a number it is the cell before, also in a cell that is run again.
  @Test func aRepetitionRunsAgain() throws {
    let test = try TestSession()
    let cells = ["let x = 1", "x += 1; x", "rerun()", "rerun()", "rerun()"]
    #expect(run(cells, in: test).echo?.text == "5")
    guard case .failed(let diagnostics) = try TestSession().session.runCell("rerun(1)").end else {
      throw Failure()
    }
    #expect(diagnostics[0].code == "S0340" && diagnostics[0].help == "no cell came before it")
  }

  /// Two cells that run each other come to an end.
  @Test func aCircleOfRepetitionsIsTold() throws {
    let test = try TestSession()
    _ = run(["if length(In) > 1 { rerun(2) }"], in: test)
    #expect(test.session.runCell("rerun(1)").diagnosticCode == "S0340")
    #expect(run(["6 * 7", "rerun()"], in: test).echo?.text == "42")
    // One that is over is no longer what comes before.
    #expect(run(["8 * 8", "rerun(3)\nrerun()"], in: test).echo?.text == "64")
  }

  @Test func aScriptWithoutCellsGivesItsLast() throws {
    let test = try TestSession()
    let path = try write("let v = 20\nv + 1", "v.setl")
    #expect(run(["let r = run(\"\(path)\")", "r"], in: test).echo?.text == "21")
    let silent = try write("20 + 1;", "w.setl")
    #expect(run(["run(\"\(silent)\")"], in: test).echo == nil)
  }

  @Test func theShortFormOfACommandIsTheCall() throws {
    let test = try TestSession()
    let result = run(["; echo 'a \"b\" {c}'; exit 4", "_.status"], in: test)
    #expect(result.echo?.text == "4")
    #expect(
      test.session.runCell("shell(\"exit 3\")").remark == "the command ended with status 3")
    #expect(test.session.runCell("shell(\"exit 0\")").remark == nil)
    #expect(test.output.lines == ["a \"b\" {c}"])
    guard case .complete = Session.completeness(of: "; for f in (") else { throw Failure() }
    #expect(test.session.appearance(of: "; ls (", cursor: 6).highlights.count == 1)
  }

  // MARK: Imports that change

  @Test func aChangedFileIsToldAndReadAnew() throws {
    let test = try TestSession()
    let inner = try write("let n = 1", "inner.setl")
    let path = try write("import \"inner.setl\" as i\nfn f() { i.n }", "outer.setl")
    #expect(run(["import \"\(path)\" as o", "o.f()"], in: test).remark == nil)
    _ = try write("let n = 22", "inner.setl")
    let told = run(["o.f()"], in: test)
    #expect(told.echo?.text == "1")
    #expect(told.remark?.contains("inner.setl` has changed since it was imported") == true)
    #expect(run(["import \"\(path)\" as p", "p.f()"], in: test).echo?.text == "1")
    #expect(test.output.milestones.isEmpty)
    // Whoever imports the file itself is told again.
    #expect(run(["import \"\(inner)\" as q"], in: test).remark == nil)
    #expect(test.output.milestones.first?.contains("inner.setl` has changed") == true)
    #expect(run(["import \"\(path)\" as p, reload: true", "o.f()"], in: test).echo?.text == "22")
    // One that fails changes nothing.
    _ = try write("let n = missing", "inner.setl")
    #expect(test.session.runCell("import \"\(path)\" as p, reload: true").diagnosticCode == "S0301")
    #expect(run(["o.f()"], in: test).echo?.text == "22")
  }

  /// What is as it was keeps what it has.
  @Test func anUnchangedFileIsNotRunAgain() throws {
    let test = try TestSession()
    let path = try write("let n = 0\nfn count() { n += 1\n n }", "counter.setl")
    let result = run(
      [
        "import \"\(path)\" as a", "a.count()", "import \"\(path)\" as a, reload: true",
        "a.count()",
      ],
      in: test)
    #expect(result.echo?.text == "2")
  }

  @Test func aFileIsKnownByWhatItIs() throws {
    let test = try TestSession()
    let path = try write("print(\"ran\")", "once.setl")
    let other = folder.path() + "/../" + folder.lastPathComponent + "/./once.setl"
    _ = run(["import \"\(path)\" as a", "import \"\(other)\" as b"], in: test)
    #expect(test.output.lines == ["ran"])
  }

  @Test func theStartupFileIsRunAndCostsNothing() throws {
    let test = try TestSession()
    #expect(test.session.runStartup(folder.path() + "/none.setl") == nil)
    let path = try write("let favourite = 7\nlet broken = missing_one", "startup.setl")
    #expect(test.session.runStartup(path)?.diagnosticCode == "S0301")
    _ = try write("let favourite = 7\nassert(false)", "startup.setl")
    #expect(test.session.runStartup(path)?.diagnosticCode == "S0321")
    #expect(run(["favourite"], in: test).echo?.text == "7")
  }
}

private struct Failure: Error {}

extension Session.Result {
  /// Of what it ended with; nil where it did not fail.
  var diagnosticCode: String? {
    if case .failed(let diagnostics) = end { diagnostics.first?.code } else { nil }
  }
}
