import Figures
import Testing

/// Figures of every kind in every form.
@Suite struct FigureTests {
  static let kinds: [(String, Panel.Content)] = [
    ("lines", .lines([Series("up", [1, 2, 4]), Series("down", [3, 2, 1])])),
    ("points", .points([Series("few", x: [0, 1], y: [1, 0]), Series("two", x: [2], y: [2])])),
    ("bars", .bars(categories: ["one", "two"], [Bars("up", [1, -2]), Bars("down", [3, 4])])),
    ("histogram", .histogram(Bins([1, 2, 2, 3, 3, 3, 9.5]))),
    ("heatMap", .heatMap(Grid(rows: 2, columns: 2, values: [1, 2, 3, 4], rowNames: ["a", "b"]))),
    ("kinds", .kinds(kindMap)),
  ]

  private static let kindMap: KindMap = {
    var map = KindMap(rows: 3, columns: 2, names: ["stayed", "grew"])
    map.add(row: 0, column: 1, kind: 0)
    map.add(row: 2, column: 0, kind: 1)
    return map
  }()

  private func figure(_ content: Panel.Content) -> Figure {
    Figure(content, title: "A <title> & \"more\"", xLabel: "across", yLabel: "up there")
  }

  // MARK: Text

  @Test func linesAsText() {
    let text = Figure(.lines([Series("", [0, 1, 2, 3])]), title: "Line").text(width: 24, height: 9)
    #expect(
      text == """
        Line
        4 ┤
          │                  ⣀⠤
        2 ┤            ⢀⣀⠤⠒⠊⠉
          │        ⢀⡠⠔⠊⠁
          │    ⣀⠤⠒⠊⠁
        0 ┤⣀⠤⠒⠉
          └┬────────────┬──────
           0            2
        """)
  }

  @Test func barsAsText() {
    let text = Figure(.bars(categories: ["one", "three"], [Bars("", [1, 3])])).text(width: 20)
    #expect(
      text == """
          one ┤███▍ 1
        three ┤██████████ 3
        """)
  }

  @Test func pointsAsText() {
    let text = Figure(.points([Series("", x: [0, 1, 2], y: [2, 0, 1])]))
      .text(width: 24, height: 7)
    #expect(
      text == """
        2 ┤⠛
          │
        1 ┤                   ⠶
          │
        0 ┤          ⣤
          └┬─────────┬────────┬
           0         1        2
        """)
  }

  @Test func histogramAsText() {
    let text = Figure(.histogram(Bins([1, 2, 2, 3, 3, 3])), xLabel: "stars", yLabel: "count")
      .text(width: 24, height: 9)
    #expect(
      text == """
        count
        4 ┤
          │            ▆▆▆▆▆▆
        2 ┤      ▄▄▄▄▄▄██████
          │▂▂▂▂▂▂████████████
        0 ┤██████████████████
          └───┬─────┬─────┬────
              1     2     3
                  stars
        """)
  }

  @Test func smallMatricesShowTheirNumbers() {
    let grid = Grid(rows: 2, columns: 2, values: [1, -2, .nan, 4], rowNames: ["no", "yes"])
    #expect(
      Figure(.heatMap(grid), title: "Table").text(width: 30) == """
        Table
                  0       1
         no  ▓▓   1  ░░  -2
        yes     nan  ██   4
        """)
  }

  @Test func largeMatricesAreShades() {
    let grid = Grid(rows: 40, columns: 40, values: (0..<1600).map(Double.init))
    #expect(
      Figure(.heatMap(grid)).text(width: 30, height: 8) == """
         0 ··························
         6 ░░░░░░░░░░░░░░░░░░░░░░░░░░
        13 ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
        20 ▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒
        26 ▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓▓
        33 ██████████████████████████
           0                       39
           0 ··░░▒▒▓▓██ 1599
        """)
  }

  @Test(arguments: kinds)
  func textKeepsItsWidth(_ name: String, _ content: Panel.Content) {
    for width in [-5, 0, 1, 20, 21, 33, 80, 200] {
      for height in [-1, 1, 6, 30] {
        let lines = figure(content).text(width: width, height: height)
          .split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { $0.count <= max(width, 20) }, "\(name) \(width)")
      }
    }
  }

  @Test(arguments: kinds)
  func colourChangesNoCharacter(_ name: String, _ content: Panel.Content) {
    let coloured = figure(content).text(isColoured: true)
    #expect(coloured.contains("\u{1B}["))
    #expect(!figure(content).text().contains("\u{1B}"))
    // Every colour that begins ends on its line.
    for line in coloured.split(separator: "\n") where line.contains("\u{1B}[") {
      #expect(line.contains("\u{1B}[0m"), "\(name)")
    }
  }

  @Test func severalSeriesAreToldApartWithoutColour() {
    let text = Figure(
      .lines([Series("a", [1, 1, 1]), Series("b", [2, 2, 2])])
    ).text(width: 40)
    #expect(text.contains(" a   ") && text.contains(" b"))
    #expect(text.contains("⠒⠒⠒⠒⠒ a") && !text.contains("⠒⠒⠒⠒⠒ b"))
  }

  // MARK: SVG and PNG

  @Test(arguments: kinds)
  func svgIsWellFormed(_ name: String, _ content: Panel.Content) throws {
    let svg = figure(content).svg
    try #require(svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 640 400\""))
    #expect(isBalanced(svg), "\(name)")
    #expect(svg.contains("A &lt;title&gt; &amp; &quot;more&quot;"))
    #expect(svg.contains(">across<") && svg.contains(">up there<"))
    #expect(!svg.contains("nan") && !svg.contains("inf"))
    switch content {
    case .lines, .points, .bars:
      for colour in ["#0072b2", "#d55e00"] { #expect(svg.contains(colour)) }
      #expect(svg.contains(">up<") || svg.contains(">few<"))
    case .kinds: #expect(svg.contains("#a9bcd0") && svg.contains(">grew<"))
    case .histogram, .heatMap: break
    }
  }

  @Test func everySeriesHasItsPath() {
    let series = (0..<4).map { Series("series \($0)", [Double($0), 1, 2]) }
    let svg = Figure(.lines(series)).svg
    for one in series { #expect(svg.contains(">\(one.name)<")) }
    #expect(svg.split(separator: "stroke-width=\"1.8\"").count == 1 + 2 * 4)
  }

  @Test(arguments: kinds)
  func pngHasItsSize(_ name: String, _ content: Panel.Content) throws {
    let bytes = try #require(figure(content).png(scale: 2), "libcairo2 is installed")
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    #expect(bytes[12..<24] == [0x49, 0x48, 0x44, 0x52, 0, 0, 5, 0, 0, 0, 3, 32])
    #expect(bytes.suffix(8) == [0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
  }

  /// Whether tags close in the order they open, and quotes within them.
  private func isBalanced(_ text: String) -> Bool {
    var open: [Substring] = []
    var rest = text[...]
    while let start = rest.firstIndex(of: "<") {
      guard !rest[..<start].contains(">"), let end = rest.firstIndex(of: ">") else { return false }
      let tag = rest[rest.index(after: start)..<end]
      guard !tag.contains("<"), tag.filter({ $0 == "\"" }).count % 2 == 0 else { return false }
      if tag.hasPrefix("/") {
        guard open.popLast() == tag.dropFirst() else { return false }
      } else if !tag.hasSuffix("/") {
        open.append(tag.prefix { $0 != " " })
      }
      rest = rest[rest.index(after: end)...]
    }
    return open.isEmpty
  }

  // MARK: Nonsense

  static let nonsense: [[Double]] = [
    [], [1], [3, 3, 3], [.nan], [.nan, 1, .infinity, 2, -.infinity, 3, 2, .nan],
    [1e300, -1e300, 0],
    [-1.7e308, 1.7e308], [1e308, 1e308], [1e16], [-1e16, -1e16], [0x1p53, 0x1p53 + 2],
    [.greatestFiniteMagnitude], [.leastNonzeroMagnitude],
    [-.leastNonzeroMagnitude, .leastNonzeroMagnitude, 1e308],
    [.leastNonzeroMagnitude, 0x1p-1060], [1, 1 + 1e-15], [0, 1e9],
  ]

  @Test(arguments: nonsense)
  func anythingIsDrawn(_ values: [Double]) {
    let contents: [Panel.Content] = [
      .lines([Series("", values)]), .points([Series("", x: values, y: values)]),
      .bars(categories: values.map { "\($0)" }, [Bars("", values), Bars("short", [])]),
      .histogram(Bins(values)), .histogram(Bins(values, count: 1000)),
      .heatMap(Grid(rows: 1, columns: values.count, values: values)),
      .heatMap(Grid(rows: 200, columns: 200, values: values)),
    ]
    for content in contents {
      let figure = Figure(content)
      for isColoured in [true, false] {
        #expect(!figure.text(width: 30, height: 8, isColoured: isColoured).isEmpty)
      }
      #expect(isBalanced(figure.svg))
      #expect(!figure.svg.contains("\"nan\"") && !figure.svg.contains("inf "))
    }
    #expect(Sparkline.text(values).count == min(values.count, 40))
  }

  @Test func longCurvesAreThinnedToTheirOutline() {
    var values = [Double](repeating: 0, count: 300_000)
    values[123_456] = 5
    let svg = Figure(.lines([Series("", values)])).svg
    #expect(svg.utf8.count < 100_000)
    // The one value that stands out is on the top line of the frame.
    #expect(svg.contains(" 18L"))
    #expect(Figure(.lines([Series("", values)])).text(height: 8).contains("⡇"))
  }

  @Test func controlCharactersNeverReachATerminal() {
    let figure = Figure(
      .bars(categories: ["a\u{1B}[2J\nb"], [Bars("", [1])]), title: "x\u{1B}]0;y\u{7}")
    #expect(figure.text().contains("x\\u{1B}]0;y\\u{7}") && figure.text().contains("a\\u{1B}[2J b"))
    #expect(!figure.text().contains("\u{1B}") && !figure.text().contains("\u{7}"))
    #expect(!figure.svg.contains("\u{1B}") && figure.svg.contains("x\\u{1B}]0;y\\u{7}"))
  }

  @Test func aCellWithoutANumberIsADotOrNothing() {
    let grid = Grid(rows: 1, columns: 3, values: [1, .nan, .nan], gaps: [1])
    let lines = Figure(.heatMap(grid)).text(width: 60).split(separator: "\n")
    #expect(lines[1].contains("·") && lines[1].ranges(of: "nan").count == 1)
  }
}
