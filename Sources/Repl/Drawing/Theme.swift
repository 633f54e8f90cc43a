internal import Glibc
internal import Sessions

/// The colours of the prompt, from the terminal's own palette, so that they fit its other colours.
struct Theme: Equatable {
  enum Style: UInt8 {
    case plain, keyword, number, string, comment, function, wrong, bracket, ghost, match, prompt
    case selected, faint
  }

  var isColoured: Bool
  /// The terminal knows no sequences at all.
  var isPlain = false
  /// Dark letters on a light ground: bright and pale colours cannot be read there.
  var isLight = false

  /// Which theme a person chose; the ground decides without.
  private var name = ThemeName.automatic

  init(isColoured: Bool, isPlain: Bool = false) {
    self.isColoured = isColoured
    self.isPlain = isPlain
  }

  /// The same by the choice of a person.
  func chosen(_ name: ThemeName) -> Theme {
    var theme = self
    theme.name = name
    return theme
  }

  var palette: Palette {
    guard isColoured else { return .plain }
    return switch name {
    case .automatic: isLight ? .light : .dark
    case .dark: .dark
    case .light: .light
    case .okabeIto: .okabeIto
    case .plain: .plain
    }
  }

  /// The escape sequence that begins a style; none for plain text.
  func begin(_ style: Style) -> String {
    if isPlain { return "" }
    let code = palette.code(of: style)
    return code.isEmpty ? "" : "\u{1B}[\(code)m"
  }

  func paint(_ text: String, _ style: Style) -> String {
    let start = begin(style)
    return start.isEmpty || text.isEmpty ? text : start + text + "\u{1B}[0m"
  }

  /// As the environment asks: `NO_COLOR` means none, `COLORFGBG` tells the ground.
  static func fromEnvironment() -> Theme {
    let isPlain = !Window.moves
    var theme = Theme(isColoured: !isPlain && getenv("NO_COLOR") == nil, isPlain: isPlain)
    if let value = getenv("COLORFGBG"),
      let ground = String(cString: value).split(separator: ";").last
    {
      theme.isLight = ground == "7" || ground == "15"
    }
    return theme
  }

  /// Asks the terminal for its background.
  static let question = "\u{1B}]11;?\u{1B}\\"

  /// Takes the terminal's answer, such as `11;rgb:ffff/ffff/ffff`; one about something else is passed over.
  mutating func take(_ answer: String) {
    guard answer.hasPrefix("11;rgb:") else { return }
    let parts = answer.dropFirst(7).split(separator: "/").compactMap { part in
      Double(Int(part.prefix(2), radix: 16) ?? 0)
    }
    guard parts.count == 3 else { return }
    isLight = 0.3 * parts[0] + 0.59 * parts[1] + 0.11 * parts[2] > 140
  }
}

extension Theme.Style {
  init(_ kind: Highlight.Kind) {
    self =
      switch kind {
      case .keyword: .keyword
      case .number: .number
      case .string: .string
      case .comment: .comment
      case .function: .function
      case .wrong: .wrong
      }
  }
}
