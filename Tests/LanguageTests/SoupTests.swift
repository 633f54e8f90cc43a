import Builtins
import Evaluation
import Foundation
import Sessions
import Testing

/// Programs put together at random from calls, literals and operators: whatever they mean, each ends with
/// a value or a diagnostic, and the session lives.
@Suite struct SoupTests {
  static let atoms = [
    "1", "0", "-1", "2.5", "1e300", "0 / 0", "1 / 0", "\"ab\"", "\"\"", "[1, 2]", "[]",
    "[[1], [2]]",
    "{a: 1}", "{}", "none", "true", "false", "x", "f", "x => x", "0..3", "tensor([[1, 2], [3, 4]])",
    "tensor([])", "zeros(0, 3)", "sparse(3, 4, density: 0.5)", "dense(1, inputs: 2)",
    "dropout(0.5)",
    "adam()", "set_evolution()", "toy_reviews(12)", "toy_reviews(12).train", "m", "h",
    "9007199254740993",
    "-9007199254740993", "1e18", "\"a{1}b\"", "print", "sum",
  ]
  static let operators = [
    "+", "-", "*", "/", "//", "%", "@", "^", "==", "<", ">=", "in", "and", "or", "..",
  ]
  /// Nothing that waits, reads or writes files, or trains for long.
  static let functions = allBuiltins.map(\.name).filter {
    ![
      "write_text", "write_csv", "write_json", "save", "load", "imdb", "yelp", "sanders",
      "amazon_fine_food", "text_dataset",
    ].contains($0)
  }

  struct Generator {
    var state: UInt64

    mutating func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % UInt64(bound))
    }

    mutating func pick(_ words: [String]) -> String { words[next(words.count)] }

    mutating func expression(_ depth: Int) -> String {
      if depth == 0 { return pick(SoupTests.atoms) }
      let inner = depth - 1
      switch next(8) {
      case 0: return "(\(expression(inner)) \(pick(SoupTests.operators)) \(expression(inner)))"
      case 1: return "\(expression(inner))[\(expression(inner))]"
      case 2: return "(\(expression(inner))).\(pick(["a", "T", "shape", "train", "layers", "b"]))"
      case 3: return "\"{\(pick(["x", "1", "none"])):\(pick([".2f", ">9", ",", "", "%"]))}\""
      case 4: return "[\(expression(inner)), ...\(expression(inner))]"
      case 5: return "x[\(expression(inner)), \(pick(["..", "0..2", "..-1", "1.."]))]"
      default:
        let count = next(4)
        let arguments = (0..<count).map { _ in expression(inner) }.joined(separator: ", ")
        return "\(pick(SoupTests.functions))(\(arguments))"
      }
    }
  }

  @Test(arguments: 1...20)
  func everyProgramEnds(seed: Int) throws {
    var generator = Generator(state: UInt64(seed))
    let test = try TestSession()
    _ = test.session.runCell(
      """
      let x = tensor([[1, 2], [3, 4]])
      fn f(a, b = 2) { a }
      let m = sequential(embedding(vocabulary: 300, units: 2), lstm(units: 2), dense(1))
      let h = fit(m, toy_reviews(12).train)
      """)
    var finished = 0
    for _ in 0..<500 {
      let program = generator.expression(1 + generator.next(3))
      if case .finished = test.session.runCell("let y = \(program)\nstring(y)").end {
        finished += 1
      }
      test.output.clear()
    }
    #expect(finished > 10)
    let last = test.session.runCell("1 + 1")
    #expect(last.echo?.text == "2")
  }
}
