import Evaluation
import Sessions
import Syntax
import Testing

/// Looking at calls and watching them, where there is nobody to talk to.
@Suite struct FaultFindingTests {
  private func lines(_ text: String) throws -> [String] {
    let result = try TestSession().run(text)
    #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
    return result.lines
  }

  @Test func aScriptShowsItsCallsAndGoesOn() throws {
    let text = """
      fn area(width, height) {
          let doubled = width * 2
          if true {
              let inside = "a"
              STOP()
          }
          let later = 1
          doubled * height
      }
      for n in [2] { print(area(n, 3)) }
      """
    for word in ["breakpoint", "inspect"] {
      let shown = try lines(text.replacing("STOP", with: word))
      #expect(
        shown == [
          "in area, test.setl:5:", "> 5 |         \(word)()", "  width    number  2",
          "  height   number  3", "  doubled  number  4", "  inside   string  \"a\"",
          "in test.setl, test.setl:10:", "> 10 | for n in [2] { print(area(n, 3)) }",
          "  n  number  2", "12",
        ])
    }
  }

  /// What functions share is seen too, and a function of the library between is nobody's.
  @Test func closuresShowWhatTheyUse() throws {
    let shown = try lines(
      """
      fn make(base) { fn(x) {
          let total = base + x
          breakpoint()
          total
      } }
      print(map([1], make(10)))
      """)
    #expect(shown.first == "in a function, test.setl:3:")
    #expect(shown.contains("  base   number  10") && shown.contains("  total  number  11"))
    #expect(shown.count { $0.hasPrefix("in ") } == 2)
    #expect(shown.last == "[11]")
  }

  @Test func anErrorKeepsItsCalls() throws {
    let test = try TestSession()
    _ = test.session.runCell("fn missing_key(m, key) { m[\"nothing\"] }")
    _ = test.session.runCell("fn f(x) {\n    let y = x + 1\n    y + missing_key({}, y)\n}")
    guard case .failed = test.session.runCell("f(1)").end else {
      Issue.record("f(1) fails")
      return
    }
    test.output.clear()
    _ = test.session.runCell("inspect()")
    #expect(test.output.lines.count { $0.hasPrefix("in ") } == 3)
    #expect(test.output.text.contains("  key  number  2"))
    #expect(test.output.text.contains("  y  number  2"))
    // What was caught is no failure.
    _ = test.session.runCell("try { f(5) } catch problem { 1 }")
    test.output.clear()
    _ = test.session.runCell("inspect()")
    #expect(test.output.text.contains("  key  number  2"))
  }

  @Test func endlessRecursionKeepsItsEnds() throws {
    let test = try TestSession()
    _ = test.session.runCell("fn deep(n) { 1 + deep(n + 1) }")
    _ = test.session.runCell("deep(0)")
    test.output.clear()
    _ = test.session.runCell("inspect()")
    let calls = test.output.lines.count { $0.hasPrefix("in ") }
    #expect(calls > 20 && calls < 200)
    #expect(test.output.text.contains("  n  number  0"))
  }

  // MARK: Watching

  @Test func aProfileTellsOfLinesAndNatives() throws {
    let test = try TestSession()
    let result = test.session.runCell(
      """
      fn slow(n) {
          let total = 0
          for i in 0..n { total += sqrt(i) }
          total
      }
      let p = profile(() => slow(1000) + slow(10))
      [p.result > 0, p.seconds > 0, length(p.lines) > 3,
       p.natives[0].name, p.natives[0].calls, first_where(p.lines, l => l.text == "    total").times]
      """)
    #expect(
      result.echo?.text.onOneLine
        == "[true, true, true, \"sqrt\", 1010, 2]")
    let shown = test.session.runCell("p").echo?.text ?? ""
    #expect(shown.hasPrefix("profile of "))
    #expect(shown.contains("share") && shown.contains("In [1]:3") && shown.contains("sqrt"))
  }

  /// The fields of the rows that `profile` gives, as the prompt shows them.
  private func profiled(_ program: String, _ question: String) throws -> String {
    let test = try TestSession()
    guard case .finished = test.session.runCell(program).end else { return "failed" }
    return test.session.runCell(question).echo?.text.onOneLine ?? ""
  }

  /// However the lines of a program lie, each call of a function counts, and each turn of a loop.
  @Test func aProfileCountsCallsAndTurns() throws {
    let onOneLine = """
      fn fib(n) { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }
      let p = profile(() => fib(10))
      """
    let question = "[first_where(p.functions, f => f.name == \"fib\").calls, p.lines[0].times]"
    #expect(try profiled(onOneLine, question) == "[177, 177]")
    let onSeveral = """
      fn fib(n) {
          if n < 2 {
              n
          } else {
              fib(n - 1) + fib(n - 2)
          }
      }
      let p = profile(() => fib(10))
      """
    #expect(
      try profiled(
        onSeveral,
        "map([1, 2, 4], n => first_where(p.lines, l => l.place == \"In [1]:{n + 1}\").times)")
        == "[177, 89, 88]")
    let loops = """
      fn summed(n) { let s = 0; for i in 0..n { s += i * i }; s }
      let p = profile(() => summed(50) + sum(map(list(0..30), x => x * 2)))
      """
    #expect(
      try profiled(loops, "sort(map(p.lines, l => l.times))") == "[30, 50]")
    #expect(
      try profiled(loops, "sort(map(p.functions, f => \"{f.name} {f.calls}\"))")
        == "[\"fn 1\", \"fn 30\", \"list 1\", \"map 1\", \"summed 1\"]")
  }

  /// A function that an error leaves, or that yields, was called as often as it was.
  @Test func aProfileCountsWhatEndsOtherwise() throws {
    let program = """
      fn failing(x) { [x][1] }
      fn caught() { try { failing(1) } catch problem { 0 } }
      fn evens(n) { for i in 0..n { yield 2 * i } }
      fn all_of() { let s = 0; for x in evens(5) { s += x }; s }
      let p = profile(() => [caught(), caught(), all_of()])
      """
    #expect(
      try profiled(program, "sort(map(p.functions, f => \"{f.name} {f.calls}\"))")
        == "[\"all_of 1\", \"caught 2\", \"evens 1\", \"failing 2\", \"fn 1\"]")
    #expect(try profiled(program, "all(p.functions, f => f.seconds <= p.seconds * 1.5)") == "true")
  }

  /// What values of the bridge do is somebody's: the steps of a training, operators, calls of objects.
  @Test func aProfileTellsOfTheTrainingsSteps() throws {
    let program = """
      let data = toy_reviews(60, seed: 1)
      let model = sequential(embedding(vocabulary: 400, units: 4), lstm(units: 4), dense(1))
      let p = profile(fn() { fit(model, data.train, epochs: 2); ones(3, 3) @ ones(3, 3) })
      """
    let test = try TestSession()
    let result = test.session.runCell(program)
    #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
    let rows = "map(p.natives, n => n.name)"
    #expect(test.session.runCell("p.natives[0].name").echo?.text == "\"next of training\"")
    #expect(test.session.runCell("p.natives[0].calls").echo?.text == "3")
    #expect(test.session.runCell("\"@\" in \(rows)").echo?.text == "true")
    #expect(
      test.session.runCell("p.natives[0].seconds > 0.3 * p.seconds").echo?.text == "true")
  }

  /// The standard library's own lines are nobody's: their time is that of the line that called it.
  @Test func theLibrarysTimeIsItsCallers() throws {
    let test = try TestSession()
    let result = test.session.runCell(
      "let p = profile(() => map(list(0..100), x => x + 1)); map(p.lines, l => l.place)")
    #expect(result.echo?.text == "[\"In [1]:1\"]")
  }

  @Test func anErrorWithinAProfileIsAnError() throws {
    let test = try TestSession()
    let result = test.session.runCell(
      "let code = none; try { profile(() => [1][3]) } catch problem { code = problem.code }; code")
    #expect(result.echo?.text == "\"S0204\"")
    #expect(test.session.runCell("profile(5)").end.code == "S0302")
    #expect(test.session.runCell("profile(x => x)").end.code == "S0304")
    #expect(test.session.runCell("40 + 2").echo?.text == "42")
  }

  /// The calls of an error are those of the program: what the library calls for it was called from there.
  @Test func anErrorsCallsAreTheProgramsOwn() throws {
    let test = try TestSession()
    func calls(_ text: String) -> [String] {
      let found = test.session.runCell(text).diagnostics.first
      return found?.backtrace.map { frame in
        "\(frame.function) \(frame.source.name):\(frame.source.line(at: frame.span.start) + 1)"
      } ?? []
    }
    _ = test.session.runCell("fn wrong(x) {\n    x.missing\n}")
    #expect(calls("map([1], x => wrong(x))") == ["`wrong` In [2]:1", "a function In [2]:1"])
    #expect(
      calls("fn outer(f) { sort_by([1, 2], f) }\nouter(wrong)") == [
        "`wrong` In [3]:1", "`outer` In [3]:2",
      ])
    _ = test.session.runCell("let n = none\nn.missing")
    #expect(calls("rerun(4)") == ["In [4] In [5]:1"])
    let deep = test.session.runCell(
      "fn deep(n) { if n == 0 { wrong(1) } else { map([n - 1], deep)[0] } }\ndeep(100)")
    #expect(deep.diagnostics.first?.backtrace.count == 40)
    #expect(
      deep.diagnostics.first?.backtrace.allSatisfy { $0.source.name.hasPrefix("In [") } ?? false)
  }

  @Test func aTraceWritesCallsAndWhatTheyGive() throws {
    let text = """
      fn fib(n) { if n < 2 { n } else { fib(n - 1) + fib(n - 2) } }
      fn wrong(x) { [x][7] }
      print(trace(() => fib(2)))
      print(trace(() => map([1], x => fib(x))))
      try { trace(() => wrong(1)) } catch problem { print(problem.code) }
      """
    #expect(
      try lines(text) == [
        "fib(n: 2)", "  fib(n: 1) → 1", "  fib(n: 0) → 0", "→ 1", "1", "fn(x: 1)",
        "  fib(n: 1) → 1", "→ 1", "[1]", "wrong(x: 1) failed", "S0204",
      ])
  }

  /// Each turn goes into the function again, and out of it by a yield.
  @Test func aTraceKnowsSequences() throws {
    let text = """
      fn two(x) {
          yield x
          yield x + 1
      }
      trace(fn() { for x in two(5) { x } })
      """
    let trace = try lines(text)
    #expect(trace.contains { $0.hasSuffix("two(x: 5) yields 5") })
    #expect(trace.contains { $0.hasSuffix("two(x: 5) yields 6") })
    #expect(trace.contains { $0.hasSuffix("two(x: 5) ends") })
    #expect(!trace.contains { $0.contains("failed") })
  }
}

extension Session.Result {
  fileprivate var diagnostics: [Diagnostic] {
    if case .failed(let diagnostics) = end { diagnostics } else { [] }
  }
}

extension Session.Result.End {
  /// Of what failed, the code of the first error.
  fileprivate var code: String? {
    if case .failed(let diagnostics) = self { diagnostics.first?.code } else { nil }
  }
}
