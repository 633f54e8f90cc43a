/// What stands before the lines of a cell, at a prompt and in a transcript.
public struct Prompt: Equatable, Sendable {
  private let number: Int

  /// Of cell `number`.
  public init(_ number: Int) { self.number = number }

  /// Before the first line: `In [3]:`
  public var first: String { "In [\(number)]:" }

  /// Before the lines after it: dots that end where the first ends.
  public var next: String { String(repeating: " ", count: first.count - 4) + "...:" }

  /// Before what the cell gave.
  public var out: String { "Out[\(number)]:" }
}
