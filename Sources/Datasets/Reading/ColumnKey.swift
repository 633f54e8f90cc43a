/// A column as it is chosen: by its name in the first line, or by its number.
public enum ColumnKey: Sendable, CustomStringConvertible {
  case name(String)
  /// From 0.
  case number(Int)

  var isNumber: Bool { if case .number = self { true } else { false } }

  public var description: String {
    switch self {
    case .name(let name): "`\(name)`"
    case .number(let number): "\(number)"
    }
  }
}
