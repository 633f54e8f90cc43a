/// A line of pieces, each in a style of its own or in none: what terminals and pages make of it is theirs.
struct StyledLine: ExpressibleByStringInterpolation {
  enum Style {
    case error, warning, place, strong, help
  }

  private(set) var pieces: [(text: String, style: Style?)]

  init(_ text: String, _ style: Style? = nil) { pieces = [(text, style)] }

  init(stringLiteral text: String) { self.init(text) }

  static func + (a: StyledLine, b: StyledLine) -> StyledLine {
    var line = a
    line.pieces += b.pieces
    return line
  }

  static func + (a: StyledLine, b: String) -> StyledLine { a + StyledLine(b) }
  static func + (a: String, b: StyledLine) -> StyledLine { StyledLine(a) + b }
}
