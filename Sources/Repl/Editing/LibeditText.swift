internal import CLibedit

/// The text that libedit keeps, as this module sees texts.
struct LibeditText {
  /// What was written last, so that reading the same again costs nothing.
  private var written: [wchar_t] = []
  private var buffer = EditBuffer()
  private var cursor = 0

  /// What libedit's text has become, without the control characters that some of its commands put in.
  mutating func read() -> EditBuffer {
    var length: Int32 = 0
    var position: Int32 = 0
    guard let start = setl_edit_text(&length, &position) else { return EditBuffer() }
    let scalars = UnsafeBufferPointer(start: start, count: Int(max(length, 0)))
    if Int(position) == cursor, scalars.elementsEqual(written) { return buffer }
    var text = ""
    var before = 0
    var hasStrangers = false
    for (index, value) in scalars.enumerated() {
      guard let scalar = Unicode.Scalar(UInt32(bitPattern: value)), !Self.isControl(scalar) else {
        hasStrangers = true
        continue
      }
      if index < Int(position) { before += 1 }
      text.unicodeScalars.append(scalar)
    }
    let characters = String(String.UnicodeScalarView(text.unicodeScalars.prefix(before))).count
    let read = EditBuffer(text, cursor: characters)
    if hasStrangers { write(read) }
    return read
  }

  mutating func write(_ buffer: EditBuffer) {
    self.buffer = buffer
    written.removeAll(keepingCapacity: true)
    cursor = 0
    for (index, character) in buffer.text.enumerated() {
      if index == buffer.cursor { cursor = written.count }
      for scalar in character.unicodeScalars { written.append(wchar_t(bitPattern: scalar.value)) }
    }
    if buffer.isAtEnd { cursor = written.count }
    written.append(0)
    setl_edit_replace(&written, Int32(clamping: cursor))
    written.removeLast()
  }

  private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar != "\n" && (scalar.value < 0x20 || (0x7F..<0xA0).contains(scalar.value))
  }
}
