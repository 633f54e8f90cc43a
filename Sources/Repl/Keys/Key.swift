/// What a person does at the keyboard, or the terminal says, in one piece.
enum Key: Equatable {
  case character(Unicode.Scalar)
  /// With Alt held, or after Escape.
  case alt(Unicode.Scalar)
  case named(Named)
  case paste(String)
  /// The terminal's answer to a question, such as that for its background.
  case answer(String)

  /// Keys that have no character. Each goes through libedit's tables as a control character that no
  /// keyboard sends: U+0080 and up.
  enum Named: UInt32, CaseIterable {
    case up = 0x80
    case down, left, right, home, end, delete, pageUp, pageDown
    case wordLeft, wordRight, deleteWordLeft, deleteWordRight
    case earlierCell, laterCell, newLine, backTab, redo, escape, paste, text
    case putBackEarlier, transposeWords, lastArgument
  }
}

extension Key.Named {
  /// With emacs' keys, what Alt and a letter stand for.
  static let ofAlt: [(letter: Unicode.Scalar, key: Key.Named)] = [
    ("b", .wordLeft), ("f", .wordRight), ("d", .deleteWordRight), ("<", .earlierCell),
    (">", .laterCell), ("/", .redo), ("_", .redo), ("z", .redo), ("y", .putBackEarlier),
    ("t", .transposeWords), (".", .lastArgument),
  ]

  /// What a person presses for it, beside Alt and a letter.
  var shown: [String] {
    switch self {
    case .up: ["Up"]
    case .down: ["Down"]
    case .left: ["Left"]
    case .right: ["Right"]
    case .home: ["Home"]
    case .end: ["End"]
    case .delete: ["Delete"]
    case .pageUp: ["Page Up"]
    case .pageDown: ["Page Down"]
    case .wordLeft: ["Ctrl-Left"]
    case .wordRight: ["Ctrl-Right"]
    case .deleteWordLeft: ["Alt-Backspace"]
    case .deleteWordRight: ["Ctrl-Delete"]
    case .earlierCell: ["Ctrl-Up"]
    case .laterCell: ["Ctrl-Down"]
    case .newLine: ["Alt-Enter", "Shift-Enter"]
    case .backTab: ["Shift-Tab"]
    case .escape: ["Escape"]
    case .redo, .paste, .text, .putBackEarlier, .transposeWords, .lastArgument: []
    }
  }
}
