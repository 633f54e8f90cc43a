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
  }
}
