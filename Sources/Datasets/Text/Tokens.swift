/// What a text is cut into.
public enum Tokens: String, Sendable, CaseIterable {
  /// Runs of letters and digits.
  case words
  /// Each character that is no white space, for languages that write no spaces between words.
  case characters
  /// Words and marks of running text as they stand, and the ends of lines.
  case runningWords = "running_words"
  /// Each character of running text as it stands.
  case runningCharacters = "running_characters"

  /// Those of single texts, of which a model tells something as a whole.
  public static let ofTexts: [Tokens] = [.words, .characters]

  /// Whether a text can be put together again from them.
  public var isRunning: Bool { self == .runningWords || self == .runningCharacters }

  /// What they are called where they are counted.
  public var unit: String {
    self == .words || self == .runningWords ? "words" : "characters"
  }

  /// The number of the first listed word: of single texts 0 is padding, and 1 any other word.
  var firstNumber: Int { isRunning ? 0 : 2 }
}
