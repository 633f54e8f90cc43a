internal import CLibedit

/// What keys do at the prompt beyond typing, and which keys do it.
///
/// Keys that are not here do what libedit has them do: exchange letters, change case, and in vi's command
/// mode nearly everything. The page of keys (`KeysPage`) is made from this table too.
enum EditCommand: Int32, CaseIterable {
  case type, typeText
  case enter, newLine, complete, completeBack
  case up, down, left, right, wordLeft, wordRight, lineStart, lineEnd
  case earlierCell, laterCell, search, runAndNext, lastArgument
  case backspace, delete, deleteOrLeave
  case cutToLineEnd, cutToLineStart, cutWordLeft, cutWordRight, putBack, putBackEarlier
  case transposeWords
  case undo, redo, paste, cancel, clearScreen
  case closeBracket
  case editOutside

  /// As libedit lists it, and `bind` in ~/.editrc knows it: `setl-cut-word-left`.
  var name: String {
    "setl-"
      + "\(self)".map { $0.isUppercase ? "-" + $0.lowercased() : String($0) }.joined()
  }

  /// What it does, for the page of keys; nil where that needs no telling.
  var summary: String? {
    switch self {
    case .type, .typeText, .paste, .closeBracket: nil
    case .enter: "runs a whole cell, or begins a line"
    case .newLine: "begins a line anywhere"
    case .complete: "completes; again: next of the list"
    case .completeBack: "the one before in the list"
    case .up: "line above, cell before"
    case .down: "line below, cell after"
    case .left: "a character to the left"
    case .right: "to the right, takes the suggestion"
    case .wordLeft: "a word to the left"
    case .wordRight: "a word on, of the suggestion too"
    case .lineStart: "start of the line"
    case .lineEnd: "end of line, takes the suggestion"
    case .earlierCell: "the cell before"
    case .laterCell: "the cell after"
    case .search: "looks for a cell; again: goes on"
    case .runAndNext: "runs it and brings the next cell"
    case .lastArgument: "last word of the cell before"
    case .backspace: "takes out the character before"
    case .delete: "takes out the character here"
    case .deleteOrLeave: "the same; in an empty cell leaves"
    case .cutToLineEnd: "cuts the rest of the line"
    case .cutToLineStart: "cuts the line up to here"
    case .cutWordLeft: "cuts the word before"
    case .cutWordRight: "cuts the word after"
    case .putBack: "puts back what was cut last"
    case .putBackEarlier: "then: what was cut before that"
    case .transposeWords: "exchanges two words"
    case .undo: "undo"
    case .redo: "redo"
    case .cancel: "gives up a list or a search"
    case .clearScreen: "clears the screen"
    case .editOutside: "edits the cell in $VISUAL"
    }
  }

  /// Of vi's two modes and of emacs' only one; libedit writes control characters with `^`.
  private var keys: [EditKey] {
    switch self {
    case .enter: ["^M", "^J"]
    case .newLine: [EditKey(.newLine)]
    case .complete: ["^I"]
    case .completeBack: [EditKey(.backTab)]
    case .up: [EditKey(.up)]
    case .down: [EditKey(.down)]
    case .left: [EditKey(.left)]
    case .right: [EditKey(.right)]
    case .wordLeft: [EditKey(.wordLeft)]
    case .wordRight: [EditKey(.wordRight)]
    case .lineStart: [EditKey(.home)]
    case .lineEnd: [EditKey(.end)]
    case .earlierCell: [EditKey(.earlierCell), EditKey(.pageUp)]
    case .laterCell: [EditKey(.laterCell), EditKey(.pageDown)]
    case .search: ["^R", "^S"]
    case .runAndNext: ["^O"]
    case .lastArgument: [EditKey(.lastArgument)]
    case .backspace: ["^H", "^?"]
    case .delete: [EditKey(.delete)]
    case .deleteOrLeave: ["^D"]
    case .cutToLineEnd, .putBack: []
    case .cutToLineStart: ["^U"]
    case .cutWordLeft: ["^W", EditKey(.deleteWordLeft)]
    case .cutWordRight: [EditKey(.deleteWordRight)]
    case .putBackEarlier: [EditKey(.putBackEarlier)]
    case .transposeWords: [EditKey(.transposeWords)]
    case .undo: ["^_"]
    case .redo: [EditKey(.redo)]
    case .paste: [EditKey(.paste)]
    // Libedit's own ^V would take the next key as it is, and there are no such keys in a program.
    case .cancel: ["^G", "^V", EditKey(.escape)]
    case .clearScreen: ["^L"]
    case .closeBracket: [")", "]", "}"]
    case .editOutside: []
    case .type: (0x20..<0x7F).map { EditKey(code: $0) }
    case .typeText: [EditKey(.text)]
    }
  }

  private var emacsKeys: [EditKey] {
    switch self {
    case .up: ["^P"]
    case .down: ["^N"]
    case .left: ["^B"]
    case .right: ["^F"]
    case .lineStart: ["^A"]
    case .lineEnd: ["^E"]
    case .cutToLineEnd: ["^K"]
    case .putBack: ["^Y"]
    case .editOutside: ["^X^E"]
    default: []
    }
  }

  /// What of it vi's command mode has other keys for, or no key.
  private var commandModeKeys: [EditKey] {
    switch self {
    case .up: keys + ["k"]
    case .down: keys + ["j"]
    case .undo: keys + ["u"]
    case .redo: keys + ["^R"]
    case .search: ["/"]
    case .editOutside: ["v"]
    case .type, .closeBracket: []
    default: keys
    }
  }

  /// What a person presses for it with emacs' keys: `Ctrl-W`, `Alt-Backspace`.
  var shownKeys: [String] { (emacsKeys + keys).flatMap(\.shown) }

  /// Gives every command its name and its keys.
  static func bindAll() {
    let hasViKeys = setl_edit_has_vi_keys() != 0
    for command in allCases {
      setl_edit_name(command.rawValue, command.name, "")
      for key in command.keys + (hasViKeys ? [] : command.emacsKeys) {
        setl_edit_bind(key.text, command.name, 0)
      }
      for key in hasViKeys ? command.commandModeKeys : [] {
        setl_edit_bind(key.text, command.name, 1)
      }
    }
  }
}

/// A key as libedit writes it: `^A`, `u`, or the code of one without a character.
private struct EditKey: ExpressibleByStringLiteral {
  let text: String
  /// What a person presses.
  let shown: [String]

  init(stringLiteral text: String) {
    self.text = text
    shown =
      switch text {
      case "^M": ["Enter"]
      case "^J": []
      case "^I": ["Tab"]
      case "^?": ["Backspace"]
      case "^X^E": ["Ctrl-X Ctrl-E"]
      default: [text.hasPrefix("^") && text.count == 2 ? "Ctrl-\(text.dropFirst())" : text]
      }
  }

  init(_ key: Key.Named) {
    text = Self.text(code: key.rawValue)
    shown =
      key.shown
      + Key.Named.ofAlt.filter { $0.key == key }.map { "Alt-\(String($0.letter).uppercased())" }
  }

  init(code: UInt32) {
    text = Self.text(code: code)
    shown = []
  }

  private static func text(code: UInt32) -> String { "\\" + String(code, radix: 8) }
}
