import Evaluation
import Testing

/// One table, as text and as HTML.
@Suite struct TableTests {
  private let table = Table(
    [.left("layer"), .right("bytes")], [["dense", "12"], ["a < b", "1,024"]],
    footer: [["all", "1,036"]], caption: "sizes", isRuled: true)

  @Test func textStandsInColumns() {
    #expect(
      table.lines.joined(separator: "\n") == """
        sizes
        layer  bytes
        ────────────
        dense     12
        a < b  1,024
        ────────────
        all    1,036
        """)
  }

  @Test func pagesHaveTheSameCells() throws {
    #expect(
      table.html.replacing(#/ style="[^"]*"/#, with: "") == """
        <table class="setl-table"><caption>sizes</caption><thead><tr><th>layer</th><th>bytes</th></tr></thead>\
        <tbody><tr><td>dense</td><td>12</td></tr><tr><td>a &lt; b</td><td>1,024</td></tr></tbody>\
        <tfoot><tr><td>all</td><td>1,036</td></tr></tfoot></table>
        """)
    #expect(table.html.contains("<td style=\"text-align:right;white-space:nowrap\">1,024</td>"))
    #expect(!table.html.contains("color"))
  }

  @Test func longTablesLoseTheirMiddle() {
    let long = Table([.right("n")], (0..<10).map { ["\($0)"] }).shortened(to: 4)
    #expect(long.lines == ["n", "0", "1", "… 6 more", "8", "9"])
    #expect(long.html.contains("… 6 more"))
  }

  @Test func rowsThatAreTooShortHaveEmptyCells() {
    let table = Table([.left("a"), .left("b")], [["1"], []])
    #expect(table.lines == ["a  b", "1", ""])
    #expect(table.html.components(separatedBy: "<td").count == 5)
  }
}

extension String {
  fileprivate func components(separatedBy mark: String) -> [Substring] { split(separator: mark) }
}
