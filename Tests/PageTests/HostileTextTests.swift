import Evaluation
import Sessions
import Syntax
import Testing

/// A text in a value stays a text, whatever it holds.
@Suite struct HostileTextTests {
  /// What the project's own HTML and SVG is made of.
  private static let known: Set = [
    "div", "p", "b", "br", "pre", "code", "span", "table", "caption", "thead", "tbody", "tfoot",
    "tr",
    "th",
    "td", "ul", "li", "details", "summary", "svg", "g", "rect", "path", "text",
  ]

  /// As a program writes it, in quotes.
  private static let hostile = #"""
    "</td></table><script>alert(1)</script><img src=x onerror='alert(2)'> & \" \u{1B}[31m \u{202E}turned \u{0}\u{FFFF} ]]> <!-- &lt;"
    """#

  private static let cells: [String] = [
    "h", "[h]", "[h, h] * 40", "{a: h}",
    "[{name: h, count: 1}, {name: \"plain\", count: 2}]", "[{a: {b: h}}, {a: [h]}]",
    "let m = {}\nm[h] = h\n[m, m]", "let m = {}\nm[h] = h\nm",
    "let d = text_dataset([{t: h, l: h}, {t: \"a b\", l: \"b\"}, {t: h, l: h}, {t: \"a b\", l: \"b\"}], "
      + "text: \"t\", label: \"l\", seed: 1)\nd",
    "d.train", "d.vocabulary", "d.train[0]", "[d, d.train]",
    "examples([[0, 1], [1, 0], [1, 1], [0, 0]], [h, \"b\", h, \"b\"])",
    "let model = sequential(dense(2, inputs: 2))\n"
      + "let rows = examples([[0, 1], [1, 0], [1, 1], [0, 0]], [h, \"b\", h, \"b\"])\n"
      + "fit(model, rows, epochs: 2)",
    "evaluate(model, rows)", "model", "model[0]", "predict(model, [0, 1])",
    "plot([1, 2, 3], title: h, x_label: h, y_label: h)",
    "plot([[1, 2], [3, 4]], labels: [h, h])", "bar([1, 2], labels: [h, h])",
    "heatmap([[1, 2], [3, 4]], rows: [h, h], columns: [h, h], title: h)",
    "display(h, [h], {k: h})", "display(html: \"<b>x</b>\", text: h)", "session.variables()",
    "session.history()", "summary(h)", "help(h)",
    "## </pre><script>x</script> & more\nfn f(x) { x }\nf", "help(f)", "source(f)", "?f",
    "fn g(x = \"<script>&\") { x }\nhelp(g)", "g", "pattern(h)",
    "let job = background(() => h)\njob.wait()\njob", "session.jobs()", "tensor([[1, 2], [3, 4]])",
    "sparse(20, 20, density: 0.2, seed: 1)",
    "topology(sequential(sparse_dense(4, inputs: 4, density: 0.5)))",
  ]

  @Test func allFormsAreWellFormed() throws {
    let page = try PageSession()
    _ = page.run("let h = \(Self.hostile)")
    var pages = 0
    for cell in Self.cells {
      for forms in page.forms(cell) {
        #expect(forms["text/plain"]?.isEmpty == false, "\(cell)")
        #expect(forms["text/plain"]?.contains("\u{1B}") != true, "\(cell)")
        for (type, form) in forms where type != "text/plain" {
          pages += 1
          do {
            let markup = try Markup(form)
            let unknown = Set(markup.elements).subtracting(Self.known)
            #expect(unknown.isEmpty || cell.hasPrefix("display(html"), "\(cell): \(unknown)")
          } catch {
            Issue.record("\(cell), \(type): \(error)")
          }
        }
      }
    }
    #expect(pages > 25)
  }

  @Test func diagnosticsAreWellFormed() throws {
    let page = try PageSession()
    _ = page.run("let h = \(Self.hostile)")
    for cell in [
      "throw h", "h + 1", "let x = \"<script>\" + 1", "fn f(x) { x + h }\nf(1)", "h.</script>",
      "assert(false, h)",
    ] {
      let result = page.session.runCell(cell)
      guard case .failed(let diagnostics) = result.end else {
        Issue.record("\(cell) did not fail")
        continue
      }
      for diagnostic in diagnostics {
        let html = DiagnosticPage().html(of: diagnostic, explanation: "a < b & \"c\"")
        let markup = try Markup(html)
        #expect(Set(markup.elements).isSubset(of: Self.known))
        #expect(markup.text.contains("a < b & \"c\"") && markup.text.contains(diagnostic.code))
      }
    }
  }

  /// The text itself is there, as a person reads it.
  @Test func reviewsAreShownAsTheyAre() throws {
    let page = try PageSession()
    let html = page.html("[{review: \"good <script>alert(1)</script> & bad\"}]")
    #expect(!html.contains("<script"))
    #expect(try Markup(html).text.contains("good <script>alert(1)</script> & bad"))
  }
}
