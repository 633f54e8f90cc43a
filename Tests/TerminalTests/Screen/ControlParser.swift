/// Takes the bytes that a program sends a terminal apart into texts and commands (ECMA-48, and xterm's
/// control sequences). Bytes may come in pieces that begin and end anywhere.
struct ControlParser {
  enum Command: Equatable {
    case character(Unicode.Scalar)
    /// A byte below 0x20, or 0x7F.
    case control(UInt8)
    /// `ESC`, then what lies between, then the last byte.
    case escape(String)
    case sequence(Sequence)
    case string(ControlString)
  }

  /// `CSI ? 25 h`: mark `?`, numbers [25], what lies between, last byte `h`.
  struct Sequence: Equatable {
    var mark: Character?
    var numbers: [Int] = []
    var between = ""
    var last: Character

    /// The number at `index`, or `other` when it is left out or 0.
    func count(_ index: Int = 0, else other: Int = 1) -> Int {
      numbers.indices.contains(index) && numbers[index] > 0 ? numbers[index] : other
    }
  }

  private enum State {
    case ground
    case escape(String)
    case sequence([UInt8])
    case string(ControlString.Kind, [UInt8], endsAfterEscape: Bool)
  }

  private var state = State.ground
  private var character: [UInt8] = []

  /// Whether a command has begun and not ended.
  var isInsideCommand: Bool { if case .ground = state { !character.isEmpty } else { true } }

  /// The command that `byte` ends, if it ends one.
  mutating func take(_ byte: UInt8) -> Command? {
    switch state {
    case .ground: return takePlain(byte)
    case .escape(let between): return takeEscape(byte, between)
    case .sequence(let bytes): return takeSequence(byte, bytes)
    case .string(let kind, let bytes, let endsAfterEscape):
      return takeString(byte, kind, bytes, endsAfterEscape)
    }
  }

  private mutating func takePlain(_ byte: UInt8) -> Command? {
    if byte < 0x80 {
      let isBroken = !character.isEmpty
      character = []
      if byte == 0x1B {
        state = .escape("")
        return isBroken ? .character("\u{FFFD}") : nil
      }
      return byte < 0x20 || byte == 0x7F ? .control(byte) : .character(Unicode.Scalar(byte))
    }
    character.append(byte)
    let length = character[0] >= 0xF0 ? 4 : character[0] >= 0xE0 ? 3 : 2
    guard character.count >= length || character[0] < 0xC2 else { return nil }
    defer { character = [] }
    return .character(String(decoding: character, as: UTF8.self).unicodeScalars.first ?? "\u{FFFD}")
  }

  private mutating func takeEscape(_ byte: UInt8, _ between: String) -> Command? {
    let letter = Character(Unicode.Scalar(byte))
    state = .ground
    switch byte {
    case 0x1B: state = .escape("")
    case 0x5B where between.isEmpty: state = .sequence([])
    case 0x20...0x2F: state = .escape(between + String(letter))
    default:
      if between.isEmpty, let kind = ControlString.Kind(rawValue: letter) {
        state = .string(kind, [], endsAfterEscape: false)
      } else if byte < 0x20 {
        state = .escape(between)
        return .control(byte)
      } else {
        return .escape(between + String(letter))
      }
    }
    return nil
  }

  private mutating func takeSequence(_ byte: UInt8, _ bytes: [UInt8]) -> Command? {
    switch byte {
    case 0x1B: state = .escape("")
    case 0x18, 0x1A: state = .ground
    case 0..<0x20: return .control(byte)
    case 0x40...0x7E:
      state = .ground
      return .sequence(Self.sequence(bytes, last: byte))
    default: state = .sequence(bytes + [byte])
    }
    return nil
  }

  private static func sequence(_ bytes: [UInt8], last: UInt8) -> Sequence {
    var result = Sequence(last: Character(Unicode.Scalar(last)))
    var text = bytes[...]
    if let first = text.first, (0x3C...0x3F).contains(first) {
      result.mark = Character(Unicode.Scalar(first))
      text = text.dropFirst()
    }
    let between = text.filter { (0x20...0x2F).contains($0) }
    result.between = String(decoding: between, as: UTF8.self)
    let numbers = text.filter { !(0x20...0x2F).contains($0) }
    guard !numbers.isEmpty else { return result }
    result.numbers = numbers.split(omittingEmptySubsequences: false) { $0 == 0x3B || $0 == 0x3A }
      .map { min(Int(String(decoding: $0, as: UTF8.self)) ?? 0, 1 << 20) }
    return result
  }

  private mutating func takeString(
    _ byte: UInt8, _ kind: ControlString.Kind, _ bytes: [UInt8], _ endsAfterEscape: Bool
  ) -> Command? {
    let isEnd = endsAfterEscape ? byte == 0x5C : byte == 0x07 && kind == .system
    if isEnd {
      state = .ground
      return .string(ControlString(kind: kind, text: String(decoding: bytes, as: UTF8.self)))
    }
    if endsAfterEscape {
      // An escape that is no end begins something new.
      state = .escape("")
      return take(byte)
    }
    state = .ground
    var longer = bytes
    if byte != 0x1B { longer.append(byte) }
    state = .string(kind, longer, endsAfterEscape: byte == 0x1B)
    return nil
  }
}

/// A text for the terminal itself: `ESC ]`, `ESC P`, `ESC _` or `ESC ^` up to the string's end.
struct ControlString: Equatable {
  enum Kind: Character {
    /// OSC: titles, links, colours.
    case system = "]"
    /// DCS: sixel pictures, questions.
    case device = "P"
    /// APC: Kitty's pictures.
    case application = "_"
    case privacy = "^"
  }

  var kind: Kind
  var text: String
}
