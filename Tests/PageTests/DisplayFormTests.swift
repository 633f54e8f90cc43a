import Evaluation
import Notebooks
import Testing

/// What a page shows of values, beside their text.
@Suite struct DisplayFormTests {
  private let page: PageSession

  init() throws { page = try PageSession() }

  /// The cells of the first table, row by row.
  private func cells(_ cell: String) -> [[String]] {
    let html = page.html(cell).prefix { $0 != "\0" }
    guard let start = html.firstRange(of: "<table"), let end = html.firstRange(of: "</table>")
    else {
      return []
    }
    return html[start.upperBound..<end.lowerBound].split(separator: "<tr>").dropFirst().map { row in
      row.matches(of: #/<t[hd][^>]*>([^<]*)</#).map { String($0.1) }
    }
  }

  @Test func modelsAreTables() {
    let rows = cells(
      "sequential(sparse_dense(10, inputs: 20, density: 0.2), dropout(0.5), dense(1))")
    #expect(rows.first == ["layer", "output", "parameters", "connections", "density", "bytes"])
    #expect(rows[1] == ["sparse_dense", "10", "50", "40", "20 %", "404"])
    #expect(rows.last == ["all", "", "61", "50", "", "448"])
  }

  @Test func tensorsAreTablesWithTheirMiddleLeftOut() {
    #expect(
      cells("tensor([[1, 2.5], [-3, 4]])") == [
        ["", "0", "1"], ["0", "1.0", "2.5"], ["1", "-3.0", "4.0"],
      ])
    #expect(cells("tensor([1, 2])") == [["0", "1"], ["1", "2"]])
    let rows = cells("reshape(tensor(map(0..400, x => x)), [20, 20])")
    #expect(rows[0] == ["", "0", "1", "2", "…", "17", "18", "19"])
    #expect(rows[4] == ["…", "…", "…", "…", "…", "…", "…", "…"])
    #expect(rows[7][0] == "19" && rows[7][7] == "399")
    #expect(page.html("zeros(2, 2, 2)").contains("<pre"))
  }

  @Test func listsOfMapsAreTables() {
    #expect(
      cells("[{name: \"a\", n: 1}, {n: 2.5, more: [1, 2]}]")
        == [["name", "n", "more"], ["a", "1", ""], ["", "2.5", "[1, 2]"]])
    let long = page.html("map(0..100, n => {n: n})")
    #expect(long.contains("… 60 more"))
    for cell in ["[1, 2]", "[]", "[{}]", "[{a: 1}, 2]", "{a: 1}", "1", "\"text\"", "none"] {
      #expect(page.html(cell) == "", "\(cell)")
    }
  }

  @Test func dataHasItsClassesAndFirstTexts() {
    let html = page.html("toy_reviews(100, seed: 1)")
    #expect(html.contains(">to train</td><td style=\"text-align:left\">negative</td>"))
    #expect(html.contains(">vocabulary</td>") && html.contains(">first</th>"))
    #expect(page.html("toy_reviews(100, seed: 1).train").contains(">positive</td>"))
    #expect(page.html("toy_reviews(100, seed: 1).vocabulary").contains(">word</th>"))
    #expect(page.html("examples([[0], [1]], [1, 2])").contains(">targets</td>"))
  }

  @Test func connectionsArePictures() throws {
    for cell in [
      "to_sparse(tensor([[0, 2, 0], [1, 0, 3]]))", "sparse(500, 300, density: 0.05, seed: 1)",
      "let m = sequential(sparse_dense(10, inputs: 20, density: 0.2), dense(1))\nm[0]",
      "topology(m)", "let o = copy(m)\nevolve(m, set_evolution(zeta: 0.3))\ntopology_change(o, m)",
      "topology_history([o, m])",
    ] {
      let forms = page.forms(cell).last ?? [:]
      let html = forms["text/html"] ?? ""
      #expect(html.contains("<svg ") && html.utf8.count < 100_000, "\(cell)")
      #expect(forms["text/plain"]?.contains("svg") == false)
    }
    // A program goes through a topology as through a list.
    let told = page.run("topology(m).map(part => part.connections)")
    guard case .result(let bundle, _)? = told.last else { return #expect(Bool(false)) }
    #expect(bundle.text.hasPrefix("[40, "))
    #expect(page.html("sparse(3, 0, density: 0.5)") == "")
  }

  @Test func figuresStandByThemselves() throws {
    let svg = page.forms("plot([1, 2, 3], title: \"a < b\")").last?["image/svg+xml"] ?? ""
    #expect(
      svg.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.contains("width=\"640\""))
    #expect(svg.contains("fill=\"#fff\"") && !svg.contains("currentColor"))
    #expect(try Markup(svg).text.contains("a < b"))
  }

  @Test func helpIsADisplay() {
    for cell in ["help(round)", "?round", "round?"] {
      let forms = page.forms(cell).last ?? [:]
      #expect(forms["text/plain"]?.hasPrefix("round(x, digits = 0)\n\n") == true)
      #expect(forms["text/html"]?.contains("<td style=\"text-align:left\">digits</td>") == true)
    }
    #expect(page.html("help(fit)").contains("<pre"))
    #expect(page.html("source(map)").contains("fn map"))
    #expect(page.html("explain(\"S0301\")").contains("S0301: an unknown name"))
    #expect(page.html("help()").contains("Training"))
  }
}
