/// Cuts the bytes that a terminal sends into keys.
///
/// An escape sequence is taken as a whole or not at all: one that means nothing here is dropped, so that
/// no part of it ends up in the text. What may go on is kept until more comes, or `isFinal` says that
/// nothing will, after `patience`. A paste is one key, whatever it holds; where its end does not come in
/// time, all that follows belongs to it until the end does come.
struct KeyDecoder {
  private var bytes: [UInt8] = []
  private var start = 0

  /// Nothing is waiting.
  var isEmpty: Bool { start == bytes.count }
  /// A paste has begun whose end did not come in time: keys bring more of it.
  private(set) var isInPaste = false
  /// Up to where the end of the paste was looked for.
  private var searched = 0

  private static let escape: UInt8 = 0x1B
  private static let pasteStart = Array("\u{1B}[200~".utf8)
  private static let pasteEnd = Array("\u{1B}[201~".utf8)
  /// Longer sequences are not of any terminal.
  private static let longestSequence = 4096

  /// How many milliseconds what is waiting may take to go on; −1 where nothing waits.
  ///
  /// Escape by itself is a key, and must not be waited for long. What has begun beyond that goes on as fast
  /// as the line is; a paste comes in many pieces.
  var patience: Int32 {
    if isEmpty { return -1 }
    if isInPaste { return Self.startOfEnd(in: left) == left.count ? 1000 : 40 }
    if left.elementsEqual([Self.escape]) { return 40 }
    return left.starts(with: Self.pasteStart) ? 2000 : 1000
  }

  mutating func feed(_ more: some Sequence<UInt8>) {
    bytes.removeFirst(start)
    searched = max(searched - start, 0)
    start = 0
    bytes.append(contentsOf: more)
  }

  /// The next key; nil when more bytes are needed.
  mutating func next(isFinal: Bool) -> Key? {
    while start < bytes.count {
      switch isInPaste ? paste(after: 0, isFinal) : piece(isFinal: isFinal) {
      case .key(let key, let length):
        start += length
        return key
      case .nothing(let length): start = min(start + max(length, 1), bytes.count)
      case .more:
        return nil
      }
    }
    return nil
  }

  private enum Piece {
    case key(Key, Int)
    /// So many bytes mean nothing.
    case nothing(Int)
    case more
  }

  private var left: ArraySlice<UInt8> { bytes[start...] }

  private mutating func piece(isFinal: Bool) -> Piece {
    let first = bytes[start]
    // A line end of a text that was pasted where pastes are not told from keys.
    if left.starts(with: [0x0D, 0x0A]) { return .key(.character("\r"), 2) }
    guard first == Self.escape else { return character(at: start, isFinal) }
    guard start + 1 < bytes.count else { return isFinal ? .key(.named(.escape), 1) : .more }
    switch bytes[start + 1] {
    case UInt8(ascii: "["): return control(isFinal)
    case UInt8(ascii: "O"):
      guard start + 2 < bytes.count else { return isFinal ? .key(.alt("O"), 2) : .more }
      return named(Self.cursorKeys[bytes[start + 2]], 3)
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"):
      return answer(isFinal)
    case Self.escape: return .key(.named(.escape), 1)
    case 0x0D, 0x0A: return .key(.named(.newLine), 2)
    case 0x7F, 0x08: return .key(.named(.deleteWordLeft), 2)
    case 0..<0x20: return .nothing(2)
    default:
      guard case .key(.character(let scalar), let length) = character(at: start + 1, isFinal)
      else { return isFinal ? .nothing(left.count) : .more }
      return .key(.alt(scalar), 1 + length)
    }
  }

  /// One character in UTF-8; bytes that are none are dropped.
  private func character(at place: Int, _ isFinal: Bool) -> Piece {
    let first = bytes[place]
    let length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard length > 0, first < 0xF5 else { return .nothing(1) }
    guard place + length <= bytes.count else { return isFinal ? .nothing(1) : .more }
    let text = String(validating: bytes[place..<place + length], as: UTF8.self)
    guard let scalar = text?.unicodeScalars.first, !(0x80..<0xA0).contains(scalar.value) else {
      return .nothing(text == nil ? 1 : length)
    }
    return .key(.character(scalar), length)
  }

  // MARK: Sequences

  /// `ESC [ parameters final`
  private mutating func control(_ isFinal: Bool) -> Piece {
    var end = start + 2
    // The Linux console's function keys: ESC [ [ A.
    if end < bytes.count, bytes[end] == UInt8(ascii: "[") {
      return end + 1 < bytes.count ? .nothing(4) : isFinal ? .nothing(left.count) : .more
    }
    while end < bytes.count, (0x20..<0x40).contains(bytes[end]) { end += 1 }
    guard end < bytes.count else { return isFinal ? .nothing(left.count) : .more }
    guard (0x40..<0x7F).contains(bytes[end]) else { return .nothing(end - start) }
    let length = end + 1 - start
    guard length < Self.longestSequence else { return .nothing(length) }
    let parameters = String(decoding: bytes[(start + 2)..<end], as: UTF8.self)
    switch (bytes[end], parameters) {
    case (UInt8(ascii: "~"), "200"): return paste(after: length, isFinal)
    case (UInt8(ascii: "~"), _): return numbered(parameters, length)
    case (UInt8(ascii: "u"), _):
      let numbers = Self.numbers(parameters)
      return modified(numbers.first ?? 0, by: numbers.count > 1 ? numbers[1] : 1, length)
    case (UInt8(ascii: "Z"), _): return named(.backTab, length)
    // A mouse's report: three bytes follow.
    case (UInt8(ascii: "M"), ""):
      guard left.count >= length + 3 || isFinal else { return .more }
      return .nothing(min(length + 3, left.count))
    case (UInt8(ascii: "R"), _), (UInt8(ascii: "c"), _):
      return .key(.answer(parameters), length)
    default: return named(Self.cursorKey(bytes[end], parameters), length)
    }
  }

  private func named(_ key: Key.Named?, _ length: Int) -> Piece {
    key.map { .key(.named($0), length) } ?? .nothing(min(length, left.count))
  }

  private static let cursorKeys: [UInt8: Key.Named] = [
    UInt8(ascii: "A"): .up, UInt8(ascii: "B"): .down, UInt8(ascii: "C"): .right,
    UInt8(ascii: "D"): .left, UInt8(ascii: "H"): .home, UInt8(ascii: "F"): .end,
    UInt8(ascii: "c"): .wordRight, UInt8(ascii: "d"): .wordLeft,
  ]

  /// `ESC [ 1 ; modifier A`: 2 is Shift, 3 Alt, 5 Control and so on.
  private static func cursorKey(_ final: UInt8, _ parameters: String) -> Key.Named? {
    let modifier = parameters.split(separator: ";").last.flatMap { Int($0) } ?? 1
    guard let key = cursorKeys[final], modifier > 2 else { return cursorKeys[final] }
    return switch key {
    case .left: .wordLeft
    case .right: .wordRight
    case .up: .earlierCell
    case .down: .laterCell
    default: key
    }
  }

  private static func numbers(_ parameters: String) -> [Int] {
    parameters.split(separator: ";", omittingEmptySubsequences: false).map { part in
      // What stands behind a colon says more than is asked for.
      Int(part.prefix { $0 != ":" }) ?? 0
    }
  }

  /// `ESC [ number ~`, and a character with a modifier as xterm tells it: `ESC [ 27 ; modifier ; code ~`.
  private func numbered(_ parameters: String, _ length: Int) -> Piece {
    let numbers = Self.numbers(parameters)
    if numbers.first == 27, numbers.count == 3 {
      return modified(numbers[2], by: numbers[1], length)
    }
    return named(Self.numberedKey(numbers), length)
  }

  /// A character with a modifier, as terminals tell it that tell all keys apart: `ESC [ code ; modifier u`.
  /// The modifier is 1 more than the sum of 1 for Shift, 2 for Alt, 4 for Control.
  private func modified(_ code: Int, by modifier: Int, _ length: Int) -> Piece {
    let held = max(modifier - 1, 0)
    let (hasShift, hasAlt, hasControl) = (held & 1 != 0, held & 2 != 0, held & 4 != 0)
    switch code {
    case 13: return .key(held == 0 ? .character("\r") : .named(.newLine), length)
    case 9: return .key(hasShift ? .named(.backTab) : .character("\t"), length)
    case 27: return .key(.named(.escape), length)
    case 127, 8:
      return .key(
        hasAlt || hasControl ? .named(.deleteWordLeft) : .character("\u{7F}"), length)
    case 0x20..<0x7F:
      let isControl = hasControl && (0x40..<0x7F).contains(code)
      let scalar = Unicode.Scalar(UInt8(isControl ? code & 0x1F : code))
      return .key(hasAlt ? .alt(scalar) : .character(scalar), length)
    default: return .nothing(min(length, left.count))
    }
  }

  private static func numberedKey(_ numbers: [Int]) -> Key.Named? {
    let hasModifier = numbers.count > 1 && numbers[1] > 2
    return switch numbers.first {
    case 1, 7: .home
    case 4, 8: .end
    case 3: hasModifier ? .deleteWordRight : .delete
    case 5: .pageUp
    case 6: .pageDown
    default: nil
    }
  }

  private mutating func paste(after begin: Int, _ isFinal: Bool) -> Piece {
    let body = bytes[(start + begin)...]
    let unseen = max(body.startIndex, searched - Self.pasteEnd.count)
    guard let end = Self.find(Self.pasteEnd, in: bytes[min(unseen, bytes.count)...]) else {
      searched = bytes.count
      guard isFinal else { return .more }
      isInPaste = true
      // The end itself may be on its way.
      let begun = Self.startOfEnd(in: body)
      let kept = begun < body.count ? begun : 0
      return .key(.paste(String(decoding: body.dropLast(kept), as: UTF8.self)), left.count - kept)
    }
    searched = 0
    isInPaste = false
    let text = String(decoding: body[..<end], as: UTF8.self)
    return .key(.paste(text), end + Self.pasteEnd.count - start)
  }

  /// How many of the last bytes may begin the mark of the end.
  private static func startOfEnd(in bytes: ArraySlice<UInt8>) -> Int {
    (1..<pasteEnd.count).reversed().first { bytes.suffix($0).elementsEqual(pasteEnd.prefix($0)) }
      ?? 0
  }

  private static func find(_ mark: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    guard bytes.count >= mark.count else { return nil }
    return (bytes.startIndex...(bytes.endIndex - mark.count)).first {
      bytes[$0] == mark[0] && bytes[$0..<$0 + mark.count].elementsEqual(mark)
    }
  }

  /// `ESC ] … BEL` and the like; ends with BEL or ESC \.
  private func answer(_ isFinal: Bool) -> Piece {
    var end = start + 2
    while end < bytes.count {
      if bytes[end] == 0x07 { return answered(end, 1) }
      if bytes[end] == Self.escape {
        guard end + 1 < bytes.count else { break }
        if bytes[end + 1] == UInt8(ascii: "\\") { return answered(end, 2) }
        return .nothing(end - start)
      }
      if end - start > Self.longestSequence { return .nothing(end - start) }
      end += 1
    }
    // An unfinished one may as well be Alt and the key.
    guard isFinal else { return .more }
    return left.count == 2
      ? .key(.alt(Unicode.Scalar(bytes[start + 1])), 2) : .nothing(left.count)
  }

  private func answered(_ end: Int, _ mark: Int) -> Piece {
    let text = String(decoding: bytes[(start + 2)..<end], as: UTF8.self)
    return .key(.answer(text), end + mark - start)
  }
}
