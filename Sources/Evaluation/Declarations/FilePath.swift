internal import WholeFiles

/// The path of a file or folder as an argument of a native, which is a text to a program.
public struct FilePath: ValueConvertible, ValueRepresentable, Equatable, Sendable {
  /// As the system takes it.
  public let place: String

  /// As a person writes it: `~/data.csv`.
  public init(_ written: String) { place = WrittenPath.place(of: written) }

  /// The same place also where the working folder changes.
  public var lasting: String { WrittenPath.lasting(place) }

  public static var kindName: String { "string" }
  public static func convert(_ value: Value) -> FilePath? { value.asString.map { FilePath($0) } }
  public var asValue: Value { .string(place) }
}
