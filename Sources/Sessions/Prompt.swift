/// What stands before the lines of a cell, at a prompt and in a transcript.
public struct Prompt: Equatable, Sendable {
  /// Before the first line: `In [3]:`
  public let first: String
  private let number: Int

  /// Of cell `number`.
  public init(_ number: Int) {
    self.number = number
    first = "In [\(number)]:"
  }

  /// Of lines that are evaluated in the call of a function: `at area:`
  init(at function: String) {
    number = 0
    first = "at \(function):"
  }

  /// Before the lines after it: dots that end where the first ends.
  public var next: String { String(repeating: " ", count: max(first.count - 4, 0)) + "...:" }

  /// Before what the cell gave.
  public var out: String { "Out[\(number)]:" }
}
