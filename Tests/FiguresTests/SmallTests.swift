import Figures
import Testing

/// Pictures within a line or two.
@Suite struct SmallTests {
  @Test func sparklines() {
    #expect(Sparkline.text([0, 1, 2, 3, 4, 5, 6, 7]) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.text([1, .nan, 2]) == "▁ █")
    #expect(Sparkline.text([2, 4], fromZero: true) == "▅█")
    #expect(Sparkline.text((0..<400).map(Double.init), width: 8) == "▁▂▃▄▅▆▇█")
    #expect(Sparkline.bar(0.5, width: 4) == "██" && Sparkline.bar(0, width: 4) == "")
    #expect(Sparkline.bar(1e-9, width: 4) == "▏" && Sparkline.bar(7, width: 2) == "██")
  }

  @Test func connectionsOfASmallMatrixStandEach() {
    let lines = DensityPicture.lines(
      rows: 2, columns: 3, rowStarts: [0, 1, 3], columnIndices: [1, 0, 2])
    #expect(lines == ["┌───────┐", "│ · █ · │", "│ █ · █ │", "└───────┘"])
  }

  @Test func connectionsOfALargeMatrixAreShades() {
    // The upper left quarter is full, the rest empty.
    let starts = (0...100).map { Int32(min($0, 50) * 50) }
    let columns = (0..<50).flatMap { _ in (0..<50).map { Int32($0) } }
    let lines = DensityPicture.lines(
      rows: 100, columns: 100, rowStarts: starts, columnIndices: columns, width: 10, height: 4)
    let full = "│█████     │"
    let empty = "│          │"
    #expect(lines == ["┌──────────┐", full, full, empty, empty, "└──────────┘"])
  }

  @Test func noMatrixHasNoPicture() {
    #expect(
      DensityPicture.lines(rows: 0, columns: 3, rowStarts: [0], columnIndices: []).isEmpty)
    #expect(
      DensityPicture.lines(rows: 3, columns: 3, rowStarts: [], columnIndices: [5]).isEmpty)
  }

  @Test func binsCountEveryFiniteValue() {
    let values = (0..<1000).map { Double($0 % 97) * 0.31 } + [.nan, .infinity]
    for count in [nil, 1, 7, 1000] {
      #expect(Bins(values, count: count).counts.reduce(0, +) == 1000)
    }
    #expect(Bins([2, 3, 3, 5]).counts == [1, 2, 0, 1])
  }
}
