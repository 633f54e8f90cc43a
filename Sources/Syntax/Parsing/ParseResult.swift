/// What parsing a text gives.
public enum ParseResult: Sendable {
  case program(Program)
  /// The text is right so far and needs more: an open bracket, block or string.
  case incomplete
  /// What is wrong, in the order of the text; never empty.
  case failed([Diagnostic])
}
