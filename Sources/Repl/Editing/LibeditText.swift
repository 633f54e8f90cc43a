internal import CLibedit

/// The text that libedit keeps, as this module sees texts.
enum LibeditText {
  /// What libedit's text has become, without the control characters that some of its commands put in.
  static func read() -> EditBuffer {
    var length: Int32 = 0
    var cursor: Int32 = 0
    guard let start = setl_edit_text(&length, &cursor) else { return EditBuffer() }
    let scalars = UnsafeBufferPointer(start: start, count: Int(max(length, 0)))
    func text(_ part: some Sequence<wchar_t>) -> String {
      String(
        String.UnicodeScalarView(
          part.lazy.compactMap { Unicode.Scalar(UInt32(bitPattern: $0)) }.filter {
            $0 == "\n" || $0.properties.generalCategory != .control
          }))
    }
    let whole = text(scalars)
    let buffer = EditBuffer(whole, cursor: text(scalars.prefix(Int(max(cursor, 0)))).count)
    if whole.unicodeScalars.count != scalars.count { write(buffer) }
    return buffer
  }

  static func write(_ buffer: EditBuffer) {
    var scalars = buffer.string.unicodeScalars.map { wchar_t(bitPattern: $0.value) }
    scalars.append(0)
    setl_edit_replace(&scalars, Int32(clamping: buffer.before.unicodeScalars.count))
  }
}
