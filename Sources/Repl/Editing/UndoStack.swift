/// Earlier states of a text.
///
/// Letters typed in a row are one step up to the end of a word, as people think of them.
struct UndoStack {
  private var undone: [EditBuffer] = []
  private var done: [EditBuffer] = []
  private var present = EditBuffer()
  private static let depth = 1000

  /// Forgets everything, at the start of a text.
  mutating func begin(_ buffer: EditBuffer) {
    (undone, done, present) = ([], [], buffer)
  }

  /// Notes what the text has become.
  mutating func note(_ buffer: EditBuffer) {
    defer { present = buffer }
    guard buffer.text != present.text else { return }
    undone = []
    if isTyping(buffer), !done.isEmpty { return }
    done.append(present)
    if done.count > Self.depth { done.removeFirst() }
  }

  /// Whether one letter of a word was added after another.
  private func isTyping(_ buffer: EditBuffer) -> Bool {
    guard buffer.text.count == present.text.count + 1, buffer.cursor == present.cursor + 1,
      buffer.cursor >= 2
    else { return false }
    let last = buffer.text[buffer.cursor - 1]
    let before = buffer.text[buffer.cursor - 2]
    return !last.isWhitespace && !before.isWhitespace
  }

  mutating func undo() -> EditBuffer? {
    guard let earlier = done.popLast() else { return nil }
    undone.append(present)
    present = earlier
    return earlier
  }

  mutating func redo() -> EditBuffer? {
    guard let later = undone.popLast() else { return nil }
    done.append(present)
    present = later
    return later
  }
}
