public import Evaluation
internal import Syntax

extension SessionOutline {
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
      let whole = (path ?? []) + [.name(name)]
      if let value = value(of: whole) { return described(value) }
      if let function = library.functions[name] { return described(function) }
    case .name: if let found = described(name) { return found }
    }
    return place.call.flatMap { function(of: $0)?.description }.map(described)
  }

  private func described(_ name: String) -> DisplayBundle? {
    if let value = variable(name) { return described(value) }
    return library.functions[name].map(described)
  }

  private func described(_ value: ValueOutline) -> DisplayBundle {
    value.function.map(described) ?? value.display
  }

  private func described(_ function: FunctionDescription) -> DisplayBundle {
    Help.display(for: function)
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || Character(UnicodeScalar(byte)).isLetter
      || Character(UnicodeScalar(byte)).isNumber
  }
}
