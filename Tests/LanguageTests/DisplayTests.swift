import Evaluation
import Sessions
import Testing

/// What the prompt echoes of values of every kind.
@Suite struct DisplayTests {
  private let test: TestSession

  init() throws { test = try TestSession() }

  private func echo(_ cell: String) -> String {
    let result = test.session.runCell(cell)
    guard case .finished = result.end else { return "failed: \(result.end)" }
    return result.echo?.text ?? "nothing"
  }

  // MARK: Windows

  /// Every word of a page of help is there in a narrow window, and none is broken.
  @Test(arguments: ["fit", "round", "map"]) func pagesFitNarrowWindows(_ name: String) throws {
    let page = try Help.display(
      for: try #require(test.session.library.value(name)), in: test.session.library)
    #expect(page.text(columns: 200) == page.text)
    let narrow = page.text(columns: 50)
    #expect(narrow.split(separator: "\n").allSatisfy { $0.count <= 50 })
    #expect(words(narrow) == words(page.text))
  }

  private func words(_ text: String) -> [Substring] { text.split { $0.isWhitespace } }

  @Test func tablesKeepTheirRows() {
    let table = Table(
      [.left("name"), .right("bytes"), .left("what")],
      [["rate", "8", String(repeating: "long ", count: 20)], ["m", "16", "short"]])
    let lines = DisplayBundle([.table(table)]).text(columns: 40).split(separator: "\n")
    #expect(lines.count == 3 && lines.allSatisfy { $0.count <= 40 })
    #expect(lines[1].hasPrefix("rate      8  long") && lines[1].hasSuffix("…"))
    #expect(lines[2] == "m        16  short")
  }

  // MARK: Tensors

  @Test func shortTensorsAreWhole() {
    #expect(echo("tensor([[1, 2.5], [-3, 4]])") == "tensor[2, 2]\n[[ 1.0  2.5]\n [-3.0  4.0]]")
    #expect(echo("zeros(0, 5)") == "tensor[0, 5]")
    #expect(echo("tensor([1, 2, 3])") == "tensor[3]\n[1 2 3]")
    #expect(echo("tensor([[[1, 2]], [[3, 4]]])") == "tensor[2, 1, 2]\n[[[1 2]]\n [[3 4]]]")
  }

  @Test func longTensorsShowTheirEndsAndWhatTheyAreLike() {
    #expect(
      echo("reshape(tensor(map(0..400, x => x)), [20, 20])") == """
        tensor[20, 20]
        [[  0   1   2 …  17  18  19]
         [ 20  21  22 …  37  38  39]
         [ 40  41  42 …  57  58  59]
         …
         [340 341 342 … 357 358 359]
         [360 361 362 … 377 378 379]
         [380 381 382 … 397 398 399]]
        min 0, mean 199.5, max 399, deviation 115.5, 1 zeros
        """)
  }

  @Test func digitsFitTheWholeTensor() {
    #expect(echo("tensor([0.5, 0.25])") == "tensor[2]\n[0.50 0.25]")
    #expect(echo("tensor([1e-5, 2e-5])") == "tensor[2]\n[1.000e-05 2.000e-05]")
    #expect(echo("tensor([100000.5, 1])") == "tensor[2]\n[100000.5      1.0]")
    #expect(
      echo("tensor([0 / 0, 1, 1 / 0])") == "tensor[3]\n[nan   1 inf]")
  }

  @Test func whatIsNoNumberIsCounted() {
    let text = echo(
      "tensor(map(0..20, x => if x < 3 { 0 / 0 } else { if x == 3 { 1 / 0 } else { 2 } }))")
    #expect(text.hasSuffix("min 2, mean 2, max 2, deviation 0, 3 nan, 1 infinite"))
  }

  @Test func manyAxesTakeFewLines() {
    let lines = echo("zeros(4, 4, 4, 4, 4, 4, 4)").split(separator: "\n")
    #expect(lines.count < 70 && lines.contains("…"))
  }

  // MARK: Sparse matrices, layers, models

  @Test func sparseMatricesShowWhereTheirConnectionsAre() {
    #expect(
      echo("to_sparse(tensor([[0, 2, 0], [1, 0, 3]]))") == """
        sparse[2, 3] with 3 connections, 50 %
        ┌───────┐
        │ · █ · │
        │ █ · █ │
        └───────┘
        weights: min 1, mean 2, max 3, deviation 0.8165
        """)
    let lines = echo("sparse(500, 300, density: 0.05, seed: 1)").split(separator: "\n")
    #expect(lines.count == 14 && lines.allSatisfy { $0.count <= 78 })
    #expect(echo("sparse(3, 0, density: 0.5)") == "sparse[3, 0] with 0 connections, 0 %")
  }

  @Test func modelsStandBesideTheirDenseEquivalent() {
    _ = echo(
      "let m = sequential(sparse_dense(10, inputs: 20, density: 0.2), dropout(0.5), dense(1))")
    #expect(
      echo("m") == """
        layer         output  parameters  connections  density  bytes
        ─────────────────────────────────────────────────────────────
        sparse_dense  10              50           40     20 %    404
        dropout       10
        dense         1               11           10              44
        ─────────────────────────────────────────────────────────────
        all                           61           50             448
        61 parameters; all connections would be 221, this is 27.6 %
        448 bytes, 204 of them indices; dense 884, this is 50.7 %
        """)
    let layer = echo("m.layers[0]").split(separator: "\n")
    #expect(layer[0].hasPrefix("sparse_dense(units 10): 50 parameters, 20 %"))
    #expect(layer[3].hasPrefix("weights  10 by 20") && layer[4].hasPrefix("bias"))
    #expect(layer.contains { $0.hasPrefix("┌───") })
    #expect(echo("m.layers[1]") == "dropout(0.5)")
  }

  @Test func historiesEndInLittleCurves() {
    let text = echo(
      "history([{epoch: 1, loss: 0.7, accuracy: 0.5}, {epoch: 2, loss: 0.4, accuracy: 0.6}, "
        + "{epoch: 3, loss: 0.1, accuracy: 0.9}])")
    #expect(text.contains("\nloss      █▅▁  0.7000 to 0.1000\naccuracy  ▁▂█  0.5000 to 0.9000"))
  }

  // MARK: Data

  @Test func dataShowsClassesLengthsAndTexts() {
    let lines = echo("toy_reviews(100, seed: 1)").split(separator: "\n").map(String.init)
    #expect(lines[0] == "dataset toy_reviews: 80 to train, 20 to test, 2 classes")
    #expect(lines[1] == "  to train    negative  40 ████████████████████")
    #expect(lines.contains { $0.hasPrefix("  vocabulary  ") && $0.contains(" words: ") })
    #expect(lines.contains { $0.hasPrefix("  words  ") && $0.contains(" a text, mean ") })
    #expect(lines.count { $0.contains("positive  ") || $0.contains("negative  ") } == 7)
    #expect(lines.allSatisfy { $0.count <= 80 })
    #expect(echo("take(toy_reviews(100).train, 0)").contains("no texts"))
    #expect(echo("toy_reviews(100).vocabulary").hasPrefix("vocabulary of "))
    #expect(
      echo("examples([[0, 1], [1, 0], [1, 1]], [\"a\", \"b\", \"a\"])") == """
        3 examples of 2 numbers
          classes     a  2 ████████████████████
                      b  1 ██████████
        """)
  }

  @Test func dataShowsNumbersAsTargetsAndCharacters() {
    let rows = "map(list(0..20), i => ({text: \"日本 {i % 3}\", stars: i % 5}))"
    let lines = echo(
      "text_dataset(\(rows), text: \"text\", target: \"stars\", tokens: \"characters\", seed: 1)"
    ).split(separator: "\n").map(String.init)
    #expect(lines[0] == "dataset texts: 16 to train, 4 to test, numbers")
    #expect(lines[1].hasPrefix("  to train    16 numbers, 0 ") && lines[1].contains(" 4, mean "))
    #expect(lines[3].hasPrefix("  vocabulary  8 characters: "))
    #expect(lines[4].hasPrefix("  characters  4 "))
    #expect(lines[5].hasPrefix("  first       ") && lines[5].contains("日本 "))
    let bars = "█" + String(repeating: "▁", count: 22) + "▅"
    #expect(
      echo("examples([[0], [1], [2]], [1, 1, 4])")
        == "3 examples of 1 number\n  targets     3 numbers, 1 \(bars) 4, mean 2")
    #expect(echo("examples([[0]], [[1, 2]])") == "1 example of 1 number\n  targets     2 numbers")
    // A column of texts, taken for labels, does not fill the screen.
    let long = echo(
      "text_dataset([{t: \"a\", l: \"x\" * 1000}, {t: \"b\", l: \"y\"}], text: \"t\", label: \"l\")"
    )
    #expect(long.split(separator: "\n").allSatisfy { $0.count <= 80 })
  }

  // MARK: Lists, maps, texts, functions

  @Test func whatIsShortStandsOnOneLine() {
    for cell in ["[1, 2, \"x\"]", "{a: 1, \"two words\": [none]}", "[]", "{}", "\"text\"", "0..10"]
    {
      #expect(echo(cell) == cell)
    }
  }

  @Test func longListsLoseTheirMiddle() {
    let lines = echo("map(0..2000, x => x)").split(separator: "\n")
    #expect(lines.first?.hasPrefix("[0, 1, 2, ") == true && lines.last == "2000 elements")
    #expect(lines.contains { $0.contains("79, …, 1980") })
    #expect(lines.count < 10 && lines.allSatisfy { $0.count <= 78 })
    // What is printed is whole.
    _ = echo("print(map(0..2000, x => x))")
    #expect(test.output.text.contains(", 1000, 1001, "))
  }

  @Test func listsOfMapsHaveALineEach() {
    let lines = echo(
      "map(0..3, x => {name: \"entry {x}\", note: \"something that fills the line\"})"
    )
    .split(separator: "\n")
    #expect(
      lines == [
        "[{name: \"entry 0\", note: \"something that fills the line\"},",
        " {name: \"entry 1\", note: \"something that fills the line\"},",
        " {name: \"entry 2\", note: \"something that fills the line\"}]",
      ])
  }

  @Test func longMapsHaveALineForEachKey() {
    let text = echo("{first: map(0..12, x => x), second: \"{\"word \" * 8}\", third: {a: none}}")
    #expect(
      text == """
        {first: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
         second: "word word word word word word word word ",
         third: {a: none}}
        """)
  }

  @Test func nothingIsTooLargeToShow() {
    let cells = [
      "let xs = []\nfor n in 0..3000 { xs = [xs, xs] }\nxs", "[[1, 2]] * 100_000",
      "let ys = [1]\nappend(ys, ys)\nys", "\"word \" * 100_000", "[\"word \" * 100_000] * 50",
      "let m = {}\nfor n in 0..3000 { m[\"key {n} {\"x\" * 90}\"] = [n, m] }\nm",
      "let z = [0]\nfor n in 0..30 { z = map(0..3, x => z) }\nz",
    ]
    for cell in cells {
      let text = echo(cell)
      #expect(!text.hasPrefix("failed"))
      #expect(text.utf8.count < 12_000 && text.split(separator: "\n").count <= 62, "\(cell)")
    }
  }

  @Test func functionsTellWhatTheyDo() {
    #expect(
      echo("## Twice `x`.\n## Always.\nfn double(x) { x * 2 }\ndouble")
        == "<function double(x)>\nTwice `x`.")
    #expect(echo("fn half(x) { x / 2 }\nhalf") == "<function half(x)>")
    #expect(
      echo("print")
        == "<function print(...values, end = \"\\n\", to = \"stdout\")>\nWrites values, separated by spaces, and ends the line."
    )
  }

  @Test func optimizersAndRulesShowTheirOptions() {
    #expect(
      echo("adam(rate: 0.01)") == "adam(rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-08)")
    #expect(echo("sgd()") == "sgd(rate: 0.01, momentum: 0.0)")
    #expect(echo("set_evolution(zeta: 0.2)").hasPrefix("set_evolution(zeta: 0.2"))
  }
}
