internal import Characters
internal import Evaluation

/// A table in the forms that papers, pages and notes take.
enum TableText {
  static func markdown(_ table: Table) -> String {
    func line(_ cells: [String]) -> String {
      let escaped = cells.map { cell in
        cell.map { $0 == "|" ? "\\|" : $0.isNewline ? " " : String($0) }.joined()
      }
      return "| " + escaped.joined(separator: " | ") + " |\n"
    }
    let rule = table.columns.map { $0.side == .right ? "---:" : "---" }
    return line(table.columns.map(\.title)) + "| " + rule.joined(separator: " | ") + " |\n"
      + table.rows.map(line).joined()
  }

  static func latex(_ table: Table) -> String {
    func line(_ cells: [String]) -> String {
      "  " + cells.map(escapedForLatex).joined(separator: " & ") + " \\\\\n"
    }
    let sides = table.columns.map { $0.side == .right ? "r" : "l" }.joined()
    return "\\begin{tabular}{\(sides)}\n  \\hline\n" + line(table.columns.map(\.title))
      + "  \\hline\n" + table.rows.map(line).joined() + "  \\hline\n\\end{tabular}\n"
  }

  static func html(_ table: Table) -> String {
    func row(_ cells: [String], _ element: String) -> String {
      let parts = zip(cells, table.columns).map { cell, column in
        let side = column.side == .right ? " style=\"text-align:right\"" : ""
        return "<\(element)\(side)>\(escapedForPage(cell))</\(element)>"
      }
      return "  <tr>\(parts.joined())</tr>\n"
    }
    return "<table>\n" + row(table.columns.map(\.title), "th")
      + table.rows.map { row($0, "td") }.joined() + "</table>\n"
  }

  private static let latexSigns: [Character: String] = [
    "&": "\\&", "%": "\\%", "$": "\\$", "#": "\\#", "_": "\\_", "{": "\\{", "}": "\\}",
    "~": "\\textasciitilde{}", "^": "\\textasciicircum{}", "\\": "\\textbackslash{}",
    "<": "\\textless{}", ">": "\\textgreater{}",
  ]

  private static func escapedForLatex(_ text: String) -> String {
    text.map { latexSigns[$0] ?? ($0.isNewline ? " " : String($0)) }.joined()
  }
}
