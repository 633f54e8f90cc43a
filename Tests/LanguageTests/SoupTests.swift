import Evaluation
import Foundation
import Sessions
import Syntax
import Testing

/// Programs put together at random: whatever they mean, each ends with a value or a diagnostic, and the
/// session lives. `FUZZ_CASES` sets how many there are, 10,000 unless set.
@Suite struct SoupTests {
  static let cases = ProcessInfo.processInfo.environment["FUZZ_CASES"].flatMap(Int.init) ?? 10_000
  static let seeds = 1...20

  @Test(arguments: seeds)
  func everyProgramEnds(seed: Int) throws {
    var generator = ProgramGenerator(seed: seed)
    var test = try TestSession()
    var finished = 0
    for number in 0..<Self.cases / Self.seeds.count {
      if number % 100 == 0 {
        test = try TestSession()
        _ = test.session.runCell(
          """
          let x = tensor([[1, 2], [3, 4]])
          fn f(a, b = 2) { a }
          let m = sequential(embedding(vocabulary: 300, units: 2), lstm(units: 2), dense(1))
          let h = fit(m, toy_reviews(12).train)
          """)
      }
      let program =
        generator.next(2) == 0
        ? generator.block(1 + generator.next(3))
        : "let y = \(generator.expression(1 + generator.next(3)))\nstring(y)"
      if case .finished = test.session.runCell(program).end { finished += 1 }
      test.output.clear()
    }
    #expect(finished > 10)
    let last = test.session.runCell("1 + 1")
    #expect(last.echo?.text == "2")
  }

  /// A formatted program means the same, and stays as it is.
  @Test(arguments: seeds)
  func formattingChangesNothing(seed: Int) throws {
    var generator = ProgramGenerator(seed: seed + 1000)
    var formatted = 0
    for _ in 0..<Self.cases / Self.seeds.count {
      var text = generator.block(1 + generator.next(4))
      // Space where it means nothing.
      if generator.next(2) == 0 { text = text.replacing(", ", with: " ,") }
      let source = SourceText(name: "program", text: text)
      guard let once = Formatter.format(source) else { continue }
      formatted += 1
      let again = SourceText(name: "program", text: once)
      #expect(Self.words(of: again) == Self.words(of: source), "\(text)")
      #expect(Formatter.format(again) == once, "\(text)")
    }
    #expect(formatted > Self.cases / Self.seeds.count / 3)
  }

  /// The text of every token, and of what is between them nothing.
  private static func words(of source: SourceText) -> [String] {
    Lexer(source).tokens.filter { $0.kind != .newline }
      .map { source.text(in: $0.span).trimmingCharacters(in: .whitespaces) }
  }
}
