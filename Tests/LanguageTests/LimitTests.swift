import Foundation
import Testing

/// Each limit of the language, at it and one past it: past it there is a diagnostic, and the session lives.
@Suite(.serialized) struct LimitTests {
  private func nested(_ depth: Int) -> String {
    String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
  }

  private func blocks(_ depth: Int) -> String {
    String(repeating: "if true { ", count: depth) + "1" + String(repeating: " }", count: depth)
  }

  private func sum(_ count: Int) -> String {
    Array(repeating: "1", count: count).joined(separator: " + ")
  }

  private func locals(_ count: Int) -> String {
    "fn f() {\n" + (0..<count).map { "let x\($0) = \($0)\n" }.joined() + "x0\n}\nf()"
  }

  private func call(_ count: Int) -> String {
    "fn f(...xs) { length(xs) }\nf(" + Array(repeating: "1", count: count).joined(separator: ", ")
      + ")"
  }

  @Test func brackets() throws {
    let test = try TestSession()
    #expect(test.errorCode(of: nested(100)) == nil)
    #expect(test.errorCode(of: nested(101)) == "S0107")
    #expect(test.errorCode(of: nested(100_000)) == "S0107")
    #expect(test.errorCode(of: String(repeating: "[", count: 100_000)) == "S0107")
    #expect(test.errorCode(of: "1") == nil)
  }

  @Test func blocksWithinEachOther() throws {
    let test = try TestSession()
    #expect(test.errorCode(of: blocks(100)) == nil)
    #expect(test.errorCode(of: blocks(101)) == "S0107")
    #expect(test.errorCode(of: blocks(10_000)) == "S0107")
  }

  @Test func operatorsInARow() throws {
    let test = try TestSession()
    #expect(test.errorCode(of: sum(500)) == nil)
    #expect(test.errorCode(of: sum(100_000)) == "S0107")
    #expect(test.errorCode(of: String(repeating: "-", count: 100_000) + "1") == "S0107")
    #expect(test.errorCode(of: String(repeating: "not ", count: 100_000) + "true") == "S0107")
    #expect(test.errorCode(of: "1" + String(repeating: " ^ 1", count: 100_000)) == "S0107")
  }

  @Test func localVariables() throws {
    let test = try TestSession()
    #expect(test.errorCode(of: locals(19_000)) == nil)
    #expect(test.errorCode(of: locals(21_000)) == "S0306")
  }

  @Test func arguments() throws {
    let test = try TestSession()
    #expect(test.errorCode(of: call(1000)) == nil)
    #expect(test.errorCode(of: call(1001)) == "S0306")
    #expect(test.run("fn f(...xs) { length(xs) }\nprint(f(...(0..100_000)))").lines == ["100000"])
  }

  @Test func callsWithinEachOther() throws {
    let test = try TestSession()
    let down = "fn down(n) { if n == 0 { 0 } else { 1 + down(n - 1) } }\n"
    #expect(test.run(down + "print(down(149_000))").lines == ["149000"])
    #expect(test.errorCode(of: "down(151_000)") == "S0310")
    #expect(test.errorCode(of: "fn f(x) { g(x) }\nfn g(x) { f(x) }\nf(1)") == "S0310")
    #expect(test.errorCode(of: "down(10)") == nil)
  }

  @Test func longTexts() throws {
    let test = try TestSession()
    #expect(test.run("print(length(\"ab\" * 1_000_000))").lines == ["2000000"])
    #expect(test.errorCode(of: "let text = \"ab\" * 1e12") == "S0210")
    #expect(
      test.errorCode(of: "let s = \"" + String(repeating: "x", count: 1_000_000) + "\"") == nil)
  }

  /// Each is a mistake that is told: none ends the process.
  @Test(arguments: [
    ("zeros(1e6, 1e6)", "S0210"), ("list(0..1e12)", "S0210"), ("[1] * 1e12", "S0210"),
    ("sparse(1e9, 1e9, density: 0.5)", "S0210"), ("identity(1e6)", "S0210"),
    ("toy_reviews(1e15)", "S0210"), ("stack([ones(1e5)] * 1e5)", "S0210"),
    ("[1][2 ^ 63]", "S0204"), ("9007199254740993", "S0114"), ("1e400", "S0114"),
    ("[1][-1e300]", "S0204"), ("[1][0 / 0]", "S0204"), ("[1][0.5]", "S0204"),
    ("ones(2)[2 ^ 52]", "S0204"), ("ones(2)[0 / 0]", "S0204"), ("\"abc\"[7]", "S0204"),
    ("round(1, 1e300)", "S0302"), ("random_whole(1e300)", "S0302"), ("seed(2 ^ 63)", "S0302"),
    ("threads(1e10)", "S0302"), ("reshape(ones(2), [2 ^ 40, 2 ^ 40])", "S0203"),
    ("dense(1e15, inputs: 1e15)", "S0302"), ("character(1e9)", "S0302"),
    ("sum(ones(2), axis: -2 ^ 52)", "S0203"), ("0..1 by 0", "S0206"),
    ("0..1 by 0 / 0", "S0206"), ("0..1 / 0", "S0206"), ("[1, 2, 3][0..3 by 0]", "S0206"),
  ])
  func requestsPastWhatThereIs(_ text: String, _ code: String) throws {
    let test = try TestSession()
    #expect(test.errorCode(of: text) == code, "\(text)")
    #expect(test.run("print(1 + 1)").lines == ["2"])
  }

  @Test func numbersPastWholeOnes() throws {
    let lines = try TestSession().run(
      """
      print(1 / 0, -1 // 0, 5 % 0, 2 ^ 5000, 2 ^ 53, -(2 ^ 53) - 2)
      print(1e308 * 10, [1, 2][0..1e15], length("abc"[1..2 ^ 52]))
      print(9007199254740993.0 == 9007199254740992, 1e308 * 1e308)
      """
    ).lines
    #expect(lines[0] == "inf -inf nan inf 9007199254740992 -9007199254740994")
    #expect(lines[1] == "inf [1, 2] 2")
    #expect(lines[2] == "true inf")
  }

  @Test func valuesThatHoldThemselves() throws {
    let lines = try TestSession().run(
      """
      let a = []
      append(a, a)
      print(a)
      let m = {}
      m.self = m
      print(m, a == a)
      let b = []
      append(b, b)
      print(a == b)
      for f in [to_json, x => gradient(y => 1, x), x => value_and_gradient((y, z) => 1, 1, x),
                x => _gradient(1, [x]), tensor] {
          for x in [a, m] { try { f(x) } catch problem { print(problem.code) } }
      }
      """
    ).lines
    #expect(lines[..<3] == ["[[…]]", "{self: {…}} true", "true"])
    #expect(lines[3...].elementsEqual(repeatElement("S0302", count: 10)))
  }

  @Test func structuresAMillionDeep() throws {
    let lines = try TestSession().run(
      """
      fn deep(n, wrap) {
          let x = 0
          for i in 0..n { x = wrap(x) }
          x
      }
      let lists = deep(1_000_000, x => [x])
      print(lists == deep(1_000_000, x => [x]), length("{lists}") < 1000)
      lists = none
      let maps = deep(1_000_000, x => {in: x})
      print(maps == deep(1_000_000, x => {in: x}))
      maps = none
      let functions = deep(1_000_000, x => () => x)
      functions = none
      print("released")
      """
    )
    #expect(lines.diagnostics.isEmpty)
    #expect(lines.lines == ["true true", "true", "released"])
  }
}
