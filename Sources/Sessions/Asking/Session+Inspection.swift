public import Evaluation
internal import Syntax

extension Session {
  /// What help tells of the name at `cursor`, a number of UTF-8 bytes, or of the function whose call the
  /// cursor is in; of a variable, how the prompt shows it. Nil where nothing is known.
  ///
  /// Nothing is evaluated, and nothing is written: for front ends that show help beside the text.
  public func inspection(of text: String, at cursor: Int) -> DisplayBundle? {
    let bytes = Array(text.utf8)
    var end = min(max(cursor, 0), bytes.count)
    while end < bytes.count, Self.isPartOfName(bytes[end]) { end += 1 }
    let place = CompletionPlace(Array(bytes[..<end]))
    let name = place.typed
    switch place.kind {
    case .nothing, .string: return nil
    case .member(let path, _):
      let whole = (path ?? []) + [name]
      if let value = value(of: whole) { return described(value) }
      if let function = library.value(name) { return described(function) }
    case .name:
      if let value = globals.value(of: name) ?? library.value(name) { return described(value) }
    }
    guard let call = place.call else { return nil }
    return (globals.value(of: call.name) ?? library.value(call.name)).flatMap { described($0) }
  }

  private func described(_ value: Value) -> DisplayBundle? {
    guard value.isFunction else { return value.display }
    return try? Help.display(for: value, in: library)
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || Character(UnicodeScalar(byte)).isLetter
      || Character(UnicodeScalar(byte)).isNumber
  }
}
