/// What a text is cut into.
public enum Tokens: String, Sendable, CaseIterable {
  /// Runs of letters and digits.
  case words
  /// Each character that is no white space, for languages that write no spaces between words.
  case characters
}
