/// A text of several lines with a cursor, and what editing does to it.
///
/// Positions count characters as people see them, so that no key stops inside one. A value: undoing keeps
/// earlier ones.
struct EditBuffer: Equatable {
  private(set) var text: [Character] = []
  /// From 0 up to the text's length, before the character of that number.
  private(set) var cursor = 0

  init() {}

  init(_ text: String, cursor: Int? = nil) {
    self.text = Array(text)
    self.cursor = min(max(cursor ?? self.text.count, 0), self.text.count)
  }

  var string: String { String(text) }
  var before: String { String(text[..<cursor]) }
  /// How many bytes of UTF-8 stand before the cursor.
  var bytesBefore: Int { text[..<cursor].reduce(0) { $0 + $1.utf8.count } }
  var isAtEnd: Bool { cursor == text.count }
  var isEmpty: Bool { text.isEmpty }

  // MARK: Lines

  /// Where the line that holds `position` begins.
  func lineStart(_ position: Int) -> Int {
    text[..<position].lastIndex(of: "\n").map { $0 + 1 } ?? 0
  }

  /// Where the line that holds `position` ends, before its line break.
  func lineEnd(_ position: Int) -> Int {
    text[position...].firstIndex(of: "\n") ?? text.count
  }

  var lineBeforeCursor: ArraySlice<Character> { text[lineStart(cursor)..<cursor] }
  var isOnFirstLine: Bool { lineStart(cursor) == 0 }
  var isOnLastLine: Bool { lineEnd(cursor) == text.count }
  var hasLines: Bool { text.contains("\n") }

  // MARK: Moving

  mutating func move(to position: Int) { cursor = min(max(position, 0), text.count) }
  mutating func moveLeft() { move(to: cursor - 1) }
  mutating func moveRight() { move(to: cursor + 1) }
  mutating func moveToEnd() { cursor = text.count }

  /// To the line's first character that is not blank; from there to its beginning.
  mutating func moveToLineStart() {
    let start = lineStart(cursor)
    let indented = text[start...].firstIndex { $0 != " " } ?? text.count
    cursor = cursor != indented && indented <= lineEnd(cursor) ? indented : start
  }

  mutating func moveToLineEnd() { cursor = lineEnd(cursor) }

  /// To the same column, or the end, of the line above; false on the first.
  mutating func moveUp() -> Bool {
    let start = lineStart(cursor)
    guard start > 0 else { return false }
    let above = lineStart(start - 1)
    cursor = min(above + cursor - start, start - 1)
    return true
  }

  /// To the same column, or the end, of the line below; false on the last.
  mutating func moveDown() -> Bool {
    let end = lineEnd(cursor)
    guard end < text.count else { return false }
    let column = cursor - lineStart(cursor)
    cursor = min(end + 1 + column, lineEnd(end + 1))
    return true
  }

  var wordStart: Int { wordStart(before: cursor) }
  var wordEnd: Int { wordEnd(after: cursor) }

  private func wordStart(before place: Int) -> Int {
    var position = place
    while position > 0, !Self.isWord(text[position - 1]) { position -= 1 }
    while position > 0, Self.isWord(text[position - 1]) { position -= 1 }
    return position
  }

  private func wordEnd(after place: Int) -> Int {
    var position = place
    while position < text.count, !Self.isWord(text[position]) { position += 1 }
    while position < text.count, Self.isWord(text[position]) { position += 1 }
    return position
  }

  private static func isWord(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || character == "_"
  }

  // MARK: Changing

  mutating func insert(_ addition: String) {
    guard addition.utf8.allSatisfy({ $0 < 0x80 }) else {
      // An accent joins the letter before it.
      self = EditBuffer(
        before + addition + String(text[cursor...]), cursor: (before + addition).count)
      return
    }
    let characters = Array(addition)
    text.insert(contentsOf: characters, at: cursor)
    cursor += characters.count
  }

  /// Takes out what lies between two positions, and gives it.
  @discardableResult
  mutating func cut(from start: Int, to end: Int) -> String {
    guard start < end, start >= 0, end <= text.count else { return "" }
    let taken = String(text[start..<end])
    text.removeSubrange(start..<end)
    if cursor > start { cursor = max(start, cursor - (end - start)) }
    return taken
  }

  /// Takes out the character before the cursor; within a line's indentation, up to the last multiple
  /// of four columns.
  mutating func deleteBackwards() {
    let line = lineBeforeCursor
    let step =
      !line.isEmpty && line.allSatisfy { $0 == " " } ? (line.count - 1) % Indentation.width + 1 : 1
    cut(from: max(cursor - step, 0), to: cursor)
  }

  /// Exchanges the word at or after the cursor, behind the last one that word, with the one before it.
  mutating func transposeWords() {
    let second = wordStart(before: wordEnd(after: cursor))
    let first = wordStart(before: second)
    let (firstEnd, secondEnd) = (wordEnd(after: first), wordEnd(after: second))
    guard first < firstEnd, firstEnd <= second, second < secondEnd else { return }
    text =
      Array(text[..<first]) + text[second..<secondEnd] + text[firstEnd..<second]
      + text[first..<firstEnd] + text[secondEnd...]
    cursor = secondEnd
  }

  mutating func deleteForwards() { cut(from: cursor, to: min(cursor + 1, text.count)) }
}
