internal import Syntax

/// The colours of a theme: for each style what follows `ESC [`, none where it looks as all else does.
struct Palette {
  var keyword = ""
  var number = ""
  var string = ""
  var comment = ""
  var function = ""
  var wrong = "4"
  var ghost = "2"
  var prompt = ""
  /// Of messages: the error itself, a warning, places, what to do.
  var error = "1"
  var warning = "1"
  var place = ""
  var help = ""

  /// Letters of the terminal's own palette on a dark ground.
  static let dark = Palette(
    keyword: "35", number: "36", string: "33", comment: "2", function: "94", wrong: "31;4",
    ghost: "2", prompt: "32", error: "1;31", warning: "1;33", place: "34", help: "32")

  /// The same where bright and pale colours cannot be read.
  static let light = Palette(
    keyword: "35", number: "34", string: "31", comment: "90", function: "34", wrong: "31;4",
    ghost: "90", prompt: "32", error: "1;31", warning: "1;33", place: "34", help: "32")

  /// Okabe and Ito's colours, which people tell apart who see few of them, by the nearest of the 256 that
  /// terminals have: https://jfly.uni-koeln.de/color/
  static let okabeIto = Palette(
    keyword: "38;5;175", number: "38;5;74", string: "38;5;214", comment: "2", function: "38;5;36",
    wrong: "38;5;166;4", ghost: "2", prompt: "38;5;74", error: "1;38;5;166", warning: "1;38;5;214",
    place: "38;5;74", help: "38;5;36")

  /// Without colours what must be told apart still is: by weight, by a line below, by inversion.
  static let plain = Palette()

  func code(of style: Theme.Style) -> String {
    switch style {
    case .plain: ""
    case .bracket: "1;4"
    case .match, .selected: "7"
    case .ghost, .faint: ghost
    case .prompt: prompt
    case .keyword: keyword
    case .number: number
    case .string: string
    case .comment: comment
    case .function: function
    case .wrong: wrong
    }
  }

  /// The colours of messages.
  var ofMessages: DiagnosticRenderer.Colours {
    .init(error: error, warning: warning, place: place, help: help)
  }
}
