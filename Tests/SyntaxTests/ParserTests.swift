import Syntax
import Testing

/// How expressions group, and what a prompt is told of texts that go on.
@Suite struct ParserTests {
  static let groupings: [(String, String)] = [
    ("1 + 2 * 3", "(1 + (2 * 3))"), ("-2 ^ 2", "-(2 ^ 2)"), ("2 ^ -1", "(2 ^ -1)"),
    ("2 ^ 3 ^ 2", "(2 ^ (3 ^ 2))"), ("not a == b", "not((a == b))"),
    ("a or b and c", "(a or (b and c))"), ("1 - 2 - 3", "((1 - 2) - 3)"),
    ("0..n - 1", "(0..(n - 1))"), ("a @ b + c", "((a @ b) + c)"), ("x in 0..3", "(x in (0..3))"),
    ("-x.f(2)[0]", "-(call index)"), ("x => x + 1", "fn"),
  ]

  @Test(arguments: groupings)
  func groups(_ text: String, _ expected: String) throws {
    guard case .program(let program) = parse(SourceText(name: "t", text: text)),
      case .expression(let expression) = program.statements.first?.kind
    else {
      Issue.record("\(text) is no expression")
      return
    }
    #expect(shape(expression) == expected)
  }

  private func shape(_ expression: Expression) -> String {
    switch expression.kind {
    case .number(let value): value.formattedShort
    case .name(let name): name
    case .binary(let operation, let a, let b, _): "(\(shape(a)) \(operation.rawValue) \(shape(b)))"
    case .logical(let operation, let a, let b): "(\(shape(a)) \(operation.rawValue) \(shape(b)))"
    case .range(let a, let b, _): "(\(shape(a))..\(shape(b)))"
    case .unary(.minus, let a):
      if case .subscripted(let target, _) = a.kind, case .call = target.kind {
        "-(call index)"
      } else {
        "-\(shape(a))"
      }
    case .unary(.not, let a): "not(\(shape(a)))"
    case .function: "fn"
    default: "?"
    }
  }

  @Test(arguments: ["f(", "if a {", "let x =", "[1,", "x +", "\"\"\"a", "{a: 1,", "fn f(x)", "not"])
  func wantsMore(_ text: String) {
    guard case .incomplete = parse(SourceText(name: "t", text: text)) else {
      Issue.record("\(text) should be incomplete")
      return
    }
  }

  @Test func nestingHasALimit() {
    func end(_ depth: Int) -> String {
      let text = String(repeating: "(", count: depth) + "1" + String(repeating: ")", count: depth)
      switch parse(SourceText(name: "t", text: text)) {
      case .program: return "program"
      case .incomplete: return "incomplete"
      case .failed(let diagnostics): return diagnostics[0].code
      }
    }
    #expect(end(90) == "program")
    #expect(end(100_000) == "S0107")
  }

  @Test func chainsHaveALimit() {
    func code(_ count: Int) -> String? {
      let text = "1" + String(repeating: " + 1", count: count)
      if case .failed(let diagnostics) = parse(SourceText(name: "t", text: text)) {
        return diagnostics[0].code
      }
      return nil
    }
    #expect(code(Parser.longestChain) == nil)
    #expect(code(Parser.longestChain + 1) == "S0107")
  }

  /// Texts made of pieces of programs in any order: each ends, whatever it is.
  @Test func tokenSoupNeverCrashes() {
    let pieces = [
      "let", "fn", "if", "else", "while", "for", "in", "(", ")", "[", "]", "{", "}", "\"", "\"\"\"",
      "x", "1", "..", "=>", "=", "==", "+", "-", "^", "not", "\n", ";", ":", ",", ".", "#", "{x}",
      "by", "try", "catch", "é", "\\", "'", "0x", "1e", "import", "throw", "return", "...", "\t",
      "##",
    ]
    var state: UInt64 = 7
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }
    var ends = [0, 0, 0]
    for _ in 0..<20_000 {
      let text = (0..<1 + next(25)).map { _ in pieces[next(pieces.count)] }.joined(
        separator: next(2) == 0 ? " " : "")
      switch parse(SourceText(name: "soup", text: text)) {
      case .program: ends[0] += 1
      case .incomplete: ends[1] += 1
      case .failed(let diagnostics):
        ends[2] += 1
        #expect(!diagnostics.isEmpty)
        for diagnostic in diagnostics { _ = DiagnosticRenderer().render(diagnostic) }
      }
    }
    #expect(ends.allSatisfy { $0 > 100 })
  }
}
