import Evaluation
import Builtins

/// Makes programs at random: by the grammar, of calls, literals and operators that need not make sense.
struct ProgramGenerator {
  private var state: UInt64

  init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  static let atoms = [
    "1", "0", "-1", "2.5", "1e300", "0 / 0", "1 / 0", "\"ab\"", "\"\"", "[1, 2]", "[]",
    "[[1], [2]]", "{a: 1}", "{}", "none", "true", "false", "x", "f", "x => x", "0..3",
    "tensor([[1, 2], [3, 4]])", "tensor([])", "zeros(0, 3)", "sparse(3, 4, density: 0.5)",
    "dense(1, inputs: 2)", "dropout(0.5)", "adam()", "set_evolution()", "toy_reviews(12)",
    "toy_reviews(12).train", "m", "h", "9007199254740993", "-9007199254740993", "1e18",
    "\"a{1}b\"", "print", "sum", "\"\"\"two\nlines\"\"\"", "gradient", "_watched(2)",
  ]
  static let operators = [
    "+", "-", "*", "/", "//", "%", "@", "^", "==", "!=", "<", ">=", "in", "and", "or", "..",
  ]
  /// Nothing that writes files.
  static let functions = allBuiltins.map(\.name).filter {
    !$0.hasPrefix("write_")
      && !["save", "load", "imdb", "yelp", "sanders", "amazon_fine_food", "text_dataset"]
        .contains($0)
  }

  mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  mutating func pick(_ words: [String]) -> String { words[next(words.count)] }

  mutating func expression(_ depth: Int) -> String {
    if depth == 0 { return pick(Self.atoms) }
    let inner = depth - 1
    switch next(12) {
    case 0: return "(\(expression(inner)) \(pick(Self.operators)) \(expression(inner)))"
    case 1: return "\(expression(inner))[\(expression(inner))]"
    case 2: return "(\(expression(inner))).\(pick(["a", "T", "shape", "train", "layers", "b"]))"
    case 3: return "\"{\(pick(["x", "1", "none"])):\(pick([".2f", ">9", ",", "", "%"]))}\""
    case 4: return "[\(expression(inner)), ...\(expression(inner))]"
    case 5: return "x[\(expression(inner)), \(pick(["..", "0..2", "..-1", "1.."]))]"
    case 6: return "fn(x, y = \(expression(inner))) {\n\(expression(inner))\n}"
    case 7: return "if \(expression(inner)) { \(expression(inner)) } else { \(expression(inner)) }"
    case 8: return "(a, ...rest) => \(expression(inner))"
    default:
      let count = next(4)
      let arguments = (0..<count).map { number in
        number > 0 && next(6) == 0 ? "\(pick(["seed", "axis", "count"])): 1" : expression(inner)
      }
      let ordered =
        arguments.filter { !$0.contains(": 1") } + arguments.filter { $0.hasSuffix(": 1") }
      return "\(pick(Self.functions))(\(ordered.joined(separator: ", ")))"
    }
  }

  /// Loops end: they go through what is finite, or break at once.
  mutating func statement(_ depth: Int) -> String {
    if depth == 0 { return expression(1) }
    let inner = depth - 1
    switch next(11) {
    case 9:
      // Texts that grow where they are, in a variable of a function.
      return "fn t(s) {\nfor i in 0..2 { s += \"{s}\(pick(["", "-{x}", "{s}{i}"]))\" }\ns += s\n}\n"
        + "t(\(expression(inner)))"
    case 0: return "let \(pick(["y", "[y, z]", "{a}", "[p, ...q]"])) = \(expression(inner))"
    case 1: return "x \(pick(["=", "+=", "*="])) \(expression(inner))"
    case 2: return "if \(expression(inner)) {\n\(block(inner))} else {\n\(block(inner))}"
    case 3: return "for \(pick(["i", "[i, j]"])) in [1, \(expression(inner))] {\n\(block(inner))}"
    case 4: return "while \(expression(inner)) {\n\(block(inner))break\n}"
    case 5: return "try {\n\(block(inner))} catch problem {\n\(block(inner))}"
    case 6: return "fn g\(next(3))(a, b = 1) {\n\(block(inner))}"
    case 7: return "throw \(expression(inner))"
    case 8: return "x[\(expression(inner))] = \(expression(inner))  # \(next(100))"
    default: return expression(inner)
    }
  }

  mutating func block(_ depth: Int) -> String {
    var text = ""
    for _ in 0..<1 + next(2) { text += statement(depth) + pick(["\n", "\n\n", " # c\n"]) }
    return text
  }
}
