internal import Tensors

/// Values that a function may not have been made for, each as a program writes it.
enum OddValues {
  /// Declares what takes a while to make, once a session.
  static let preparation = """
    let own_list = [1]
    append(own_list, own_list)
    let own_map = {a: 1}
    own_map.self = own_map
    let long_text = "ab\\u{0}\\u{1B}é" * 20_000
    let toys = toy_reviews(40, length: 12, seed: 1)
    let points = examples([[0, 1], [1, 0], [1, 1], [0, 0]], ["a", "b", "b", "a"])
    let slopes = examples([[0, 1], [1, 0], [1, 1], [0, 0]], [1, 2.5, 3, -1])
    let reader = sequential(sparse_embedding(vocabulary: 200, units: 4, density: 0.3),
      sparse_lstm(units: 4, density: 0.3), dense(1))
    let trained = sequential(embedding(vocabulary: 20_000, units: 2), lstm(units: 2), dense(1))
    let past = fit(trained, toys.train, epochs: 2)
    let packed = pack(trained)
    let regressor = sequential(dense(1, inputs: 2))
    let drawing = plot([1, 2, 3])
    let wires = sparse(4, 3, density: 0.5, seed: 1)
    """

  /// By the kind that a parameter asks for.
  private static let byKind: [String: [String]] = [
    "number": [
      "0", "1", "-1", "2", "3", "0.5", "-0.25", "7", "64", "1e308", "-1e308", "5e-324", "1e15",
      "9007199254740992", "-9007199254740992", "4294967296", "1e19", "1 / 0", "-1 / 0", "0 / 0",
    ],
    "string": [
      "\"\"", "\"a\"", "\"text\"", "\"e\\u{301}\"", "\"\\u{1F468}\\u{200D}\\u{1F469}\"",
      "\"\\u{0}\"", "\"\\u{1B}[2J\"", "\"a\\r\\nb\"", "\"1,2\\n\\\"3\\\"\"", "\"1e400\"",
      "\".2f\"", "\"mean_square\"", "\"cross_entropy\"", "\"no/such/file\"", "\".\"",
      "\"/dev/null\"", "\"table.csv\"", "\"\\{\\\"a\\\": [1, 2]\\}\"", "long_text",
    ],
    "bool": ["true", "false"],
    "list": [
      "[]", "[1, 2, 3]", "[3, 1, 2.5, 0 / 0]", "[\"a\", \"b\"]", "[\"b\", 1, none]",
      "[[1, 2], [3, 4]]", "[[1], [2, 3]]", "[none]", "[true, false]", "[[\"a\", 1], [\"b\", 2]]",
      "own_list", "[1e300] * 1000", "0..3", "3..0 by -1", "0..1e15", "0..0",
      "[{text: \"good\", label: \"a\"}, {text: \"bad\", label: \"b\"}]",
    ],
    "map": ["{}", "{a: 1}", "{a: 1, b: \"x\"}", "{\"\\u{1B}\": none, 3: true}", "own_map"],
    "function": ["x => x", "(x, y) => x", "fn() { throw \"no\" }", "fn(x) { x > 0 }", "print"],
    "tensor": [
      "tensor([1, 2, 3])", "tensor([])", "zeros(2, 3)", "zeros(0, 3)", "ones(1, 1, 1)",
      "tensor([0 / 0, 1])", "tensor([1, 2, 3]) > 1", "random_normal(3, 3, seed: 1)",
      "tensor([[1, 2], [3, 4]])",
    ],
    "sparse": ["wires", "to_sparse(zeros(2, 2))"],
    "pattern": ["pattern(\"a*\")", "pattern(\"(?<x>b)|\")", "pattern(\"(a+)+$\")"],
    "dataset": ["toys"],
    "examples": ["toys.train", "points", "slopes", "take(toys.train, 0)"],
    "vocabulary": ["toys.vocabulary"],
    "model": ["reader", "trained", "copy(trained)", "regressor", "packed"],
    "layer": [
      "dense(1)", "dense(2, inputs: 3)", "lstm(units: 3)", "sparse_dense(4, density: 0.5)",
      "dropout(0.5)", "embedding(vocabulary: 10, units: 2)",
    ],
    "optimizer": ["adam()", "sgd(rate: 1e30)"],
    "rule": ["set_evolution()", "static_topology()"],
    "history": ["past"],
    "figure": ["drawing"],
    "session": ["session"],
    "none": ["none"],
  ]

  private static let kinds = byKind.keys.sorted()
  private static let all = kinds.flatMap { byKind[$0] ?? [] }

  /// One of all, or half of the time one of those that `kind` names, such as `list of numbers`.
  static func pick(for kind: String?, _ random: inout RandomSource) -> String {
    let fitting = kinds.filter { kind?.contains($0) ?? false }.flatMap { byKind[$0] ?? [] }
    let values = fitting.isEmpty || random.below(2) == 0 ? all : fitting
    return values[random.below(values.count)]
  }
}
