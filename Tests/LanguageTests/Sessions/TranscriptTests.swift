import Evaluation
import Foundation
import Sessions
import Testing

/// Cells and what they gave, as text that can be played again.
@Suite struct TranscriptTests {
  private func transcript(_ script: String) throws -> String {
    let output = RecordedOutput()
    let session = try TestSession.session(output: output)
    return session.runCells(PercentScript(script).codeCells, output: output).text
  }

  private func test(_ text: String, name: String) throws -> FileTest {
    let home = TemporaryHome()
    try FileManager.default.createDirectory(atPath: home.folder, withIntermediateDirectories: true)
    let path = home.folder + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return try FileTest(path, until: Interrupt()) { try TestSession.session(output: $0) }
  }

  @Test func linesMayEndAsElsewhere() throws {
    #expect(
      try test("\u{FEFF}print(1)  # expect: 1\r\nprint(2)  # expect: 2\r\n", name: "a.setl")
        .hasPassed)
    #expect(PercentScript("# %%\r\n1\r\n# %%\r\n2\r\n").codeCells == ["1", "2"])
  }

  private static let script = """
    # What comes before the first mark, without code.
    # %% numbers
    let x = 20
    fn f(a) {

        a + 1
    }
    # %% [markdown]
    # Some *words*.
    # %%
    f(x)
    # %%
    print("two\\nlines")
    [x]
    # %%
    nonsense
    # %%
    let data = toy_reviews(60, seed: 1)
    let model = sequential(embedding(vocabulary: 400, units: 4), lstm(units: 4), dense(1))
    let history = fit(model, data.train, epochs: 2, seed: 1)
    # %%
    history.loss[1] < 0.8;
    """

  private static let expected = """
    In [1]: let x = 20
       ...: fn f(a) {
       ...:
       ...:     a + 1
       ...: }
    In [2]: f(x)
    Out[2]: 21
    In [3]: print("two\\nlines")
       ...: [x]
    two
    lines
    Out[3]: [20]
    In [4]: nonsense
    error[S0301]: there is no `nonsense`
      --> In [4]:1:1
       |
     1 | nonsense
       | ^^^^^^^^ unknown name
    help: declare it first:  let nonsense = …
    In [5]: let data = toy_reviews(60, seed: 1)
       ...: let model = sequential(embedding(vocabulary: 400, units: 4), lstm(units: 4), dense(1))
       ...: let history = fit(model, data.train, epochs: 2, seed: 1)
    In [6]: history.loss[1] < 0.8;

    """

  @Test func isWhatAPromptShows() throws {
    #expect(try transcript(Self.script) == Self.expected)
  }

  @Test func canBePlayedAgain() throws {
    let played = try test(Self.expected, name: "demo.txt")
    #expect(played.hasPassed && played.count == 6, "\(played.text)")
    #expect(played.text.hasPrefix("passed  ") && played.text.hasSuffix("(6 checks)\n"))
  }

  @Test func differencesNameTheLine() throws {
    let changed = Self.expected.replacingOccurrences(of: "Out[2]: 21", with: "Out[2]: 22")
      .replacingOccurrences(of: "two\nlines\n", with: "two\n")
    let played = try test(changed, name: "demo.txt")
    #expect(
      played.differences == [
        Difference(line: 7, expected: ["Out[2]: 22"], found: ["Out[2]: 21"]),
        Difference(line: 11, expected: [], found: ["lines"]),
      ])
    #expect(
      played.text.contains("  line 7\n    expected  Out[2]: 22\n    found     Out[2]: 21\n"))
  }

  @Test func scriptsAreHeldToTheirMarks() throws {
    let good = "print(1)  # expect: 1\nprint([0][1])  # expect error: S0204\n"
    let passed = try test(good, name: "good.setl")
    #expect(passed.hasPassed && passed.count == 2)
    let bad = "print(1)  # expect: 2\nprint(3)\nprint(4)  # expect: 4\nprint([0][1])\n"
    let failed = try test(bad, name: "bad.setl")
    #expect(failed.differences.map(\.line) == [1, 4])
    #expect(failed.differences[0].expected == ["2"] && failed.differences[0].found == ["1", "3"])
    #expect(failed.differences[1].found.first == "error S0204 in line 4")
    let silent = try test("let x = 1\n", name: "missing.setl")
    #expect(silent.hasPassed)
    let promised = try test("let x = 1  # expect error: S0301\n", name: "promised.setl")
    #expect(promised.differences.map(\.line) == [1])
  }

  @Test func theTenthCellIsReadAsItIsWritten() throws {
    let script = (1...11).map { "# %%\nlet x = [\(String(repeating: "\n", count: 2))\($0)]\nx" }
      .joined(separator: "\n")
    let text = try transcript(script)
    #expect(Transcript(parsing: text).turns.count == 11)
    #expect(try test(text, name: "long.txt").hasPassed)
  }
}
