internal import Characters
internal import Syntax

/// Rows of cells below titles, as a value that is written as text and as HTML.
public struct Table: Sendable {
  public enum Side: Sendable { case left, right }

  public struct Column: Sendable {
    public var title: String
    /// Where its cells stand: numbers at the right, so that their places are below each other.
    public var side: Side

    public init(title: String, side: Side) {
      self.title = title
      self.side = side
    }

    public static func left(_ title: String = "") -> Column { Column(title: title, side: .left) }
    public static func right(_ title: String = "") -> Column { Column(title: title, side: .right) }
  }

  /// What the table is about, above it.
  public var caption = ""
  public var columns: [Column]
  /// A cell for each column; what is missing at the end of a row is empty.
  public var rows: [[String]]
  /// Rows about all of the others, set off from them.
  public var footer: [[String]]
  /// Whether lines of text separate titles, rows and footer; a page has its own way.
  public var isRuled: Bool
  /// Rows that are left out, and before which of `rows`.
  public var gap: (place: Int, count: Int)?

  public init(
    _ columns: [Column], _ rows: [[String]], footer: [[String]] = [], caption: String = "",
    isRuled: Bool = false
  ) {
    self.columns = columns
    self.rows = rows
    self.footer = footer
    self.caption = caption
    self.isRuled = isRuled
  }

  /// The same with the first and the last of its rows alone where there are more than `most`.
  public func shortened(to most: Int) -> Table {
    guard rows.count > most else { return self }
    var table = self
    let first = most - most / 2
    table.rows = Array(rows.prefix(first) + rows.suffix(most / 2))
    table.gap = (first, rows.count - most + (gap?.count ?? 0))
    return table
  }

  private var hasTitles: Bool { columns.contains { !$0.title.isEmpty } }

  private var gapText: String { gap.map { "… \($0.count) more" } ?? "" }

  // MARK: Text

  /// Columns side by side, two blanks between them.
  public var lines: [String] {
    let titles = hasTitles ? [columns.map(\.title)] : []
    let all = (titles + rows + footer).map { row in
      columns.indices.map { $0 < row.count ? shownOnLine(row[$0]) : "" }
    }
    let widths = columns.indices.map { column in
      all.map { displayWidth(of: $0[column]) }.max() ?? 0
    }
    var lines = all.map { line($0, widths) }
    let rule = String(repeating: "─", count: lines.map { displayWidth(of: $0) }.max() ?? 0)
    if isRuled, !footer.isEmpty { lines.insert(rule, at: lines.count - footer.count) }
    if let gap { lines.insert(gapText, at: titles.count + gap.place) }
    if isRuled, hasTitles { lines.insert(rule, at: 1) }
    return (caption.isEmpty ? [] : [shownOnLine(caption)]) + lines
  }

  private func line(_ row: [String], _ widths: [Int]) -> String {
    zip(zip(row, columns), widths).map { cell, width in
      let space = String(repeating: " ", count: width - displayWidth(of: cell.0))
      return cell.1.side == .left ? cell.0 + space : space + cell.0
    }.joined(separator: "  ").trimmedEnd
  }

  /// The same with the ends of its longest texts left out where it is wider than a window; numbers stay.
  public func cut(to width: Int) -> Table {
    var table = self
    let widths = columns.indices.map { column in
      ([columns[column].title] + (rows + footer).map { column < $0.count ? $0[column] : "" })
        .map { displayWidth(of: shownOnLine($0)) }.max() ?? 0
    }
    let excess = widths.reduce(0, +) + 2 * (columns.count - 1) - width
    guard excess > 0,
      let widest = columns.indices.filter({ columns[$0].side == .left })
        .max(by: { widths[$0] < widths[$1] }),
      widths[widest] - excess >= Self.fewestColumns
    else { return self }
    for row in rows.indices where widest < rows[row].count {
      table.rows[row][widest] = shownOnLine(rows[row][widest]).cut(to: widths[widest] - excess)
    }
    return table
  }

  /// What is cut shorter says nothing.
  private static let fewestColumns = 8

  // MARK: HTML

  /// As an element of a page, of the class `setl-table`. It brings the few styles along that it needs, and
  /// has the colours of the page.
  public var html: String {
    guard rows.count <= Self.mostOnPage else { return shortened(to: Self.mostOnPage).html }
    var text = "<table class=\"setl-table\" style=\"\(Self.style)\">"
    if !caption.isEmpty {
      text +=
        "<caption style=\"text-align:left;white-space:nowrap\">\(escapedForPage(caption))</caption>"
    }
    if hasTitles {
      text +=
        "<thead style=\"border-bottom:1px solid\">\(htmlRow(columns.map(\.title), "th"))</thead>"
    }
    text += "<tbody>"
    for (place, row) in rows.enumerated() {
      if place == gap?.place { text += htmlGap }
      text += htmlRow(row, "td")
    }
    if gap?.place == rows.count { text += htmlGap }
    text += "</tbody>"
    if !footer.isEmpty {
      text +=
        "<tfoot style=\"border-top:1px solid\">\(footer.map { htmlRow($0, "td") }.joined())</tfoot>"
    }
    return text + "</table>"
  }

  /// Rows beyond these are left out of the middle: a page is laid out as a whole.
  private static let mostOnPage = 500

  private static let style =
    "border-collapse:collapse;margin:0.4em 0;font-variant-numeric:tabular-nums"

  private var htmlGap: String {
    "<tr><td colspan=\"\(columns.count)\" style=\"text-align:left\">\(gapText)</td></tr>"
  }

  private func htmlRow(_ row: [String], _ element: String) -> String {
    var text = "<tr>"
    for (place, column) in columns.enumerated() {
      let cell = place < row.count ? escapedForPage(row[place]) : ""
      let style = column.side == .left ? "text-align:left" : "text-align:right;white-space:nowrap"
      text += "<\(element) style=\"\(style)\">\(cell)</\(element)>"
    }
    return text + "</tr>"
  }
}

extension String {
  /// With `…` in the place of what is wider.
  fileprivate func cut(to width: Int) -> String {
    guard displayWidth(of: self) > width else { return self }
    var left = width - 1
    return prefix { character in
      left -= displayWidth(of: character)
      return left >= 0
    } + "…"
  }
}
