import Figures
import Testing

@Suite struct KindTests {
  /// Three kinds: a pale one, and two that stand out.
  static func figure(_ rows: Int, _ columns: Int, _ cells: [(Int, Int, Int)]) -> Figure {
    var map = KindMap(rows: rows, columns: columns, names: ["stayed", "died", "grew"])
    for (row, column, kind) in cells { map.add(row: row, column: column, kind: kind) }
    return Figure(.kinds(map), title: "Change")
  }

  @Test func aSmallOneShowsEachCell() {
    let text = Self.figure(2, 3, [(0, 0, 0), (0, 2, 1), (1, 1, 2)]).text()
    #expect(
      text.split(separator: "\n").map(String.init) == [
        "Change", "· stayed   × died   + grew", "0 ·   ×", "1   +", "  0   2",
      ])
  }

  @Test func coloursTakeTwoRowsACharacter() {
    let text = Self.figure(2, 3, [(0, 0, 0), (1, 0, 1), (1, 1, 2)]).text(isColoured: true)
    #expect(text.contains("\u{1B}[0;38;5;110;48;5;166m▀"))
    #expect(text.contains("\u{1B}[0;38;5;36m▄"))
  }

  @Test func theKindsOfABlockAreThoseThatAreThereMost() {
    // 200 rows in few lines: two of three cells of each block died.
    let cells = (0..<200).map { ($0, 0, $0 % 3 == 0 ? 0 : 1) }
    let lines = Self.figure(200, 1, cells).text().split(separator: "\n").map(String.init)
    #expect(lines.count { $0.contains("×") } > 5)
    #expect(lines.count { $0.hasSuffix("·") } == 0)
  }

  @Test func pictureOfASizeHasTheColoursOfItsKinds() {
    let svg = Self.figure(1000, 500, [(0, 0, 0), (999, 499, 1), (500, 250, 2)]).svg
    for colour in ["#a9bcd0", "#d55e00", "#009e73"] { #expect(svg.contains(colour)) }
  }

  @Test func whatLiesOutsideIsLeftOut() {
    for (rows, columns) in [(0, 0), (0, 5), (5, 0), (-1, 3), (1, 1)] {
      let figure = Self.figure(rows, columns, [(0, 0, 0), (7, 7, 1), (-1, 0, 2), (0, 0, 9)])
      #expect(!figure.text().isEmpty)
      #expect(figure.svg.hasSuffix("</svg>\n"))
    }
  }
}
