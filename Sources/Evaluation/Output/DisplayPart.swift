internal import Characters
internal import Syntax

/// A part of what a value shows. Its text and its HTML are made of the same parts, one below the other.
public enum DisplayPart: Sendable {
  /// Lines for people.
  case lines([String])
  /// Lines whose columns matter, such as a program.
  case code([String])
  case table(Table)
  /// What stands where there are characters alone; a page shows something better.
  case characters([String])
  /// What stands on a page alone, and is made when a page asks for it.
  case onPage(@Sendable () -> [DisplayPart])
  case picture(any Picture)
  /// Smaller ones side by side, as far as the page is wide.
  case pictures([any Picture])

  /// What it is where there are characters alone.
  var text: [String] {
    switch self {
    case .lines(let lines), .code(let lines), .characters(let lines): lines
    case .table(let table): table.lines
    case .onPage, .picture, .pictures: []
    }
  }

  /// The same in a window of so many columns.
  func text(columns: Int) -> [String] {
    switch self {
    case .lines(let lines): lines.flatMap { wrapped($0, width: columns) }
    case .table(let table): table.cut(to: columns).lines
    case .code, .characters, .onPage, .picture, .pictures: text
    }
  }

  /// Whether a page shows more of it than its text.
  var isRich: Bool {
    switch self {
    case .lines, .characters: false
    case .code, .table, .onPage, .picture, .pictures: true
    }
  }

  private var html: String {
    switch self {
    case .lines(let lines):
      let shown = lines.filter { !$0.isEmpty }.map { escapedForPage($0) }
      return shown.isEmpty
        ? ""
        : "<p style=\"margin:0.4em 0;white-space:pre-wrap\">\(shown.joined(separator: "<br/>"))</p>"
    case .code(let lines):
      return "<pre style=\"margin:0.4em 0\"><code>"
        + lines.map { escapedForPage($0) }.joined(separator: "\n") + "</code></pre>"
    case .table(let table): return table.html
    case .characters: return ""
    case .onPage(let parts): return parts().map(\.html).joined()
    case .picture(let picture): return Self.html(of: picture)
    case .pictures(let pictures):
      let each = pictures.map { "<div style=\"flex:0 1 30em\">\(Self.html(of: $0))</div>" }
      return "<div style=\"display:flex;flex-wrap:wrap;gap:0.5em\">\(each.joined())</div>"
    }
  }

  /// The drawing within the page, no wider than its place.
  private static func html(of picture: any Picture) -> String {
    let svg = picture.svg
    let mark = "<svg "
    guard svg.hasPrefix(mark) else { return svg }
    return mark + "style=\"max-width:100%;height:auto\" " + svg.dropFirst(mark.count)
  }

  /// All of them as one element of a page.
  static func html(of parts: [DisplayPart]) -> String {
    "<div class=\"setl-display\">\(parts.map(\.html).joined())</div>"
  }
}
