import Evaluation
import Foundation
import Sessions
import Testing

/// Figures through the language.
@Suite struct PlotTests {
  private let test: TestSession

  init() throws { test = try TestSession() }

  /// What a cell shows.
  private func shown(_ cell: String) -> String {
    test.output.clear()
    let result = test.session.runCell(cell)
    if case .finished = result.end { return test.output.text }
    return "failed: \(result.end)"
  }

  @Test func figuresAreShownOnceAndGiven() throws {
    let result = test.session.runCell("plot([1, 4, 9])")
    #expect(result.echo == nil && test.output.text.contains("┤"))
    #expect(test.session.runCell("kind(plot([1]))").echo?.text == "\"figure\"")
    let echo = try #require(test.session.runCell("let f = plot([1, 2])\nf").echo)
    #expect(echo.text.contains("┤") && echo.allForms["image/svg+xml"]?.hasPrefix("<svg") == true)
    #expect(echo.picture?.png(scale: 1)?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
    #expect(
      test.session.runCell("kind(background(() => plot([1])).wait())").echo?.text == "\"figure\"")
    #expect(test.session.runCell("[plot([1]), bar([1])]").echo?.text.contains("1 curve") == true)
  }

  @Test func curvesComeInManyForms() {
    for cell in [
      "plot([[1, 2], [3, 4]], labels: [\"a curve\", \"another\"])",
      "plot({\"a curve\": [1, 2], another: tensor([3, 4])})",
      "plot(0..2, {\"a curve\": [1, none], another: 0..2})",
      "plot(tensor([[1, 2], [3, 4]]), labels: [\"a curve\", \"another\"], title: \"Both\")",
    ] {
      let text = shown(cell)
      #expect(text.contains("a curve") && text.contains("another"), "\(cell): \(text)")
    }
    #expect(
      shown("plot([1], title: \"T\", x_label: \"across\", y_label: \"up\")").contains("across"))
  }

  @Test func historiesShowLossAndAccuracy() {
    let first = "{epoch: 1, loss: 0.7, accuracy: 0.5, validation: {loss: 0.8, accuracy: 0.4}}"
    let second = "{epoch: 2, loss: 0.3, accuracy: 0.9, validation: {loss: 0.4, accuracy: 0.8}}"
    let text = shown("let h = history([\(first), \(second)])\nplot(h)")
    for word in ["loss\n", "accuracy\n", "training", "validation", "epoch"] {
      #expect(text.contains(word), "\(word)")
    }
    // The first epoch is at the left end.
    #expect(text.contains(" 1   ") && text.contains("  2\n"))
    let both = shown("plot([h, h], labels: [\"dense\", \"sparse\"])")
    #expect(both.contains("dense") && both.contains("sparse"))
    #expect(shown("plot(history([]))").contains("┤"))
  }

  @Test func pointsOfClasses() {
    let text = shown("scatter([0, 1, 2], [2, 1, 0], labels: [\"yes\", \"no\", \"yes\"])")
    #expect(text.contains("• yes") && text.contains("× no"))
    #expect(shown("scatter([[0, 1], [2, 3]])").contains("┤"))
    #expect(shown("scatter(random_normal(50, 2, seed: 1))").contains("┤"))
  }

  @Test func barsHistogramsAndMatrices() {
    #expect(shown("bar({dense: 3, sparse: 1})").contains("dense ┤██"))
    let groups = shown("bar({dense: [1, 2], sparse: [3, 4]}, labels: [\"forward\", \"backward\"])")
    #expect(groups.contains("forward ┤") && groups.contains("sparse"))
    #expect(shown("histogram([1, 1, 2])").contains("count"))
    #expect(shown("histogram(sparse(30, 30, density: 0.5), bins: 7)").contains("█"))
    #expect(
      shown("heatmap([[1, 2], [3, 4]], rows: [\"a\", \"b\"], columns: [\"c\", \"d\"])")
        .contains("a  ░░ 1  ▒▒ 2"))
    #expect(shown("heatmap(sparse(500, 400, density: 0.1), title: \"where\")").contains("where"))
    // What has no connection has no number.
    #expect(!shown("heatmap(sparse(5, 4, density: 0.3, seed: 1))").contains("nan"))
  }

  @Test func nonsenseIsDrawnOrRefused() {
    for cell in [
      "plot([])", "plot([none])", "plot([0 / 0, 1 / 0])", "bar({})", "bar([])", "histogram([])",
      "heatmap([])", "scatter([], [])", "plot([1e300, -1e300])", "heatmap(zeros(0, 3))",
      "plot({})", "plot([[], [1]])", "heatmap(sparse(0, 4, density: 0))",
      "histogram([1e308, 1e308])", "histogram([1e16])", "histogram([-1e308, 1e308, 5e-324])",
    ] {
      #expect(!shown(cell).hasPrefix("failed"), "\(cell): \(shown(cell))")
    }
    for (cell, code) in [
      ("plot(\"text\")", "S0302"), ("plot([\"a\"])", "S0302"), ("plot(print)", "S0302"),
      ("plot([1, 2], [1])", "S0203"), ("plot([[1], [2]], labels: [\"a\"])", "S0203"),
      ("scatter([1, 2], [1])", "S0203"), ("scatter([[1, 2, 3]])", "S0203"),
      ("heatmap([[1], [2, 3]])", "S0203"), ("heatmap([[1]], rows: [\"a\", \"b\"])", "S0203"),
      ("histogram([1], bins: 0)", "S0302"), ("plot(0..1e15)", "S0302"),
    ] {
      #expect(test.errorCode(of: cell) == code, "\(cell)")
    }
  }

  @Test func figuresAreSavedByTheirEnding() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "setl-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func save(_ name: String) -> String? {
      test.errorCode(of: "save(plot([1, 2]), \"\(folder.path())/\(name)\")")
    }
    for name in ["a.svg", "a.PNG", "a.txt"] { #expect(save(name) == nil, "\(name)") }
    #expect(save("a.pdf") == "S0422" && save("png") == "S0422")
    func bytes(_ name: String) throws -> Data { try Data(contentsOf: folder.appending(path: name)) }
    #expect(try bytes("a.svg").starts(with: Data("<svg".utf8)))
    #expect(try bytes("a.PNG").starts(with: [0x89, 0x50, 0x4E, 0x47]))
    #expect(try String(decoding: bytes("a.txt"), as: UTF8.self).contains("┤"))
    #expect(test.errorCode(of: "save(3, \"x.svg\")") == "S0302")
  }
}
