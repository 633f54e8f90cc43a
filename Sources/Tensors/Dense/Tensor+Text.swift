extension Tensor {
  /// `tensor[2, 3]`
  public var name: String { "tensor[\(shape.map(String.init).joined(separator: ", "))]" }

  /// The name, and the values in rows; of a long axis the first and last three.
  public var text: String {
    name + (count == 0 ? "" : "\n" + Self.rows(shape, values[...], indent: 0))
  }

  private static func rows(_ shape: [Int], _ values: ArraySlice<Float>, indent: Int) -> String {
    guard let length = shape.first else { return values.first.map(number) ?? "" }
    let rest = Array(shape.dropFirst())
    let size = rest.reduce(1, *)
    var parts: [String] = []
    for index in 0..<length {
      if length > 8, index == 3 { parts.append("…") }
      if length > 8, (3..<length - 3).contains(index) { continue }
      let start = values.startIndex + index * size
      parts.append(rows(rest, values[start..<start + size], indent: indent + 1))
    }
    if rest.isEmpty {
      let width = parts.map(\.count).max() ?? 0
      return "["
        + parts.map { String(repeating: " ", count: width - $0.count) + $0 }
        .joined(separator: " ") + "]"
    }
    return "[" + parts.joined(separator: "\n" + String(repeating: " ", count: indent + 1)) + "]"
  }

  /// Four significant digits or so.
  static func number(_ value: Float) -> String {
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    if value == value.rounded(), abs(value) < 1e7 { return "\(Int(value))" }
    if abs(value) >= 1e-3, abs(value) < 1e4 {
      return "\((Double(value) * 10000).rounded() / 10000)"
    }
    return "\(value)"
  }
}
