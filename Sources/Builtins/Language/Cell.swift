internal import JSON

/// What the cells of a table mean: one rule for reading and for writing.
///
/// A cell is a number where it is one as setl writes it, and where a number holds it without loss
/// (`WrittenNumber`): `12`, `-0.5`, `1e20`, `.5`, `nan`, `inf`, `-inf`. `007`, `+49`, `0x1F`, `1,000` and
/// an id of 19 digits are texts, as nothing else would give them back. `true` and `false` are bools.
enum Cell {
  static func number(_ cell: ArraySlice<UInt8>) -> Double? {
    guard let first = cell.first, "-.0123456789in".utf8.contains(first), cell.count < 400 else {
      return nil
    }
    switch cell.count {
    case 3 where cell.elementsEqual("nan".utf8): return .nan
    case 3 where cell.elementsEqual("inf".utf8): return .infinity
    case 4 where cell.elementsEqual("-inf".utf8): return -.infinity
    default: break
    }
    var text = Array(cell)
    let start = first == UInt8(ascii: "-") ? 1 : 0
    if start < text.count, text[start] == UInt8(ascii: ".") {
      text.insert(UInt8(ascii: "0"), at: start)
    }
    guard WrittenNumber.end(in: text, from: 0) == text.count else { return nil }
    return WrittenNumber.value(of: text)
  }

  static func bool(_ cell: ArraySlice<UInt8>) -> Bool? {
    if cell.elementsEqual("true".utf8) { return true }
    return cell.elementsEqual("false".utf8) ? false : nil
  }

  /// Whether a text must stand in quotes, so that it comes back: because of what is in it, or because
  /// it would be something else without.
  static func needsQuotes(_ text: ArraySlice<UInt8>, separator: UInt8) -> Bool {
    text.isEmpty || text.contains { $0 == separator || [0x22, 0x0A, 0x0D].contains($0) }
      || text.starts(with: [0xEF, 0xBB, 0xBF]) || bool(text) != nil || number(text) != nil
  }
}
