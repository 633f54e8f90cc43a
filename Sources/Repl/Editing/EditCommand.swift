internal import CLibedit

/// What keys do at the prompt beyond typing, and which keys do it.
///
/// Keys that are not here do what libedit has them do: exchange letters, change case, and in vi's command
/// mode nearly everything.
enum EditCommand: Int32, CaseIterable {
  case type, typeText
  case enter, newLine, complete, completeBack
  case up, down, left, right, wordLeft, wordRight, lineStart, lineEnd
  case earlierCell, laterCell, search
  case backspace, delete, deleteOrLeave
  case cutToLineEnd, cutToLineStart, cutWordLeft, cutWordRight, putBack
  case undo, redo, paste, cancel, clearScreen
  case closeBracket
  case editOutside

  /// As libedit lists it.
  private var name: String { "setl-\(self)" }

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
    case .search: ["^R"]
    case .backspace: ["^H", "^?"]
    case .delete: [EditKey(.delete)]
    case .deleteOrLeave: ["^D"]
    case .cutToLineEnd, .putBack: []
    case .cutToLineStart: ["^U"]
    case .cutWordLeft: ["^W", EditKey(.deleteWordLeft)]
    case .cutWordRight: [EditKey(.deleteWordRight)]
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

  /// The key that Alt and a letter stand for, with emacs' keys.
  static func named(alt scalar: Unicode.Scalar) -> Key.Named? {
    switch scalar {
    case "b": .wordLeft
    case "f": .wordRight
    case "d": .deleteWordRight
    case "<": .earlierCell
    case ">": .laterCell
    case "/", "_", "z": .redo
    default: nil
    }
  }
}

/// A key as libedit writes it: `^A`, `u`, or the code of one without a character.
private struct EditKey: ExpressibleByStringLiteral {
  let text: String

  init(stringLiteral text: String) { self.text = text }
  init(_ key: Key.Named) { self.init(code: key.rawValue) }
  init(code: UInt32) { text = "\\" + String(code, radix: 8) }
}
