/// What a person presses, as the bytes that xterm sends for it.
enum Key: ExpressibleByStringInterpolation {
  case text(String)
  case up, down, left, right, home, end, delete, backspace, pageUp, pageDown
  case controlLeft, controlRight
  case tab, shiftTab, enter, escape
  /// As terminals tell it that tell all keys apart.
  case shiftEnter
  /// The letter with Control held.
  case control(Character)
  /// The letter with Alt held.
  case alt(Character)
  /// A text from the clipboard, as terminals send it where bracketed paste is on.
  case paste(String)

  init(stringLiteral text: String) { self = .text(text) }

  var bytes: [UInt8] {
    switch self {
    case .text(let text): Array(text.utf8)
    case .up: Self.escaped("[A")
    case .down: Self.escaped("[B")
    case .right: Self.escaped("[C")
    case .left: Self.escaped("[D")
    case .home: Self.escaped("[H")
    case .end: Self.escaped("[F")
    case .delete: Self.escaped("[3~")
    case .pageUp: Self.escaped("[5~")
    case .pageDown: Self.escaped("[6~")
    case .controlLeft: Self.escaped("[1;5D")
    case .controlRight: Self.escaped("[1;5C")
    case .shiftTab: Self.escaped("[Z")
    case .shiftEnter: Self.escaped("[13;2u")
    case .tab: [0x09]
    case .enter: [0x0D]
    case .escape: [0x1B]
    case .backspace: [0x7F]
    case .control(let letter): [(letter.asciiValue ?? 0x40) & 0x1F]
    case .alt(let letter): Self.escaped(String(letter))
    case .paste(let text):
      Self.escaped("[200~") + text.utf8.map { $0 == 0x0A ? 0x0D : $0 } + Self.escaped("[201~")
    }
  }

  private static func escaped(_ text: String) -> [UInt8] { [0x1B] + text.utf8 }
}
