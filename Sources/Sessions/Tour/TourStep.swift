internal import Evaluation

/// One step of the tour: something to read, and lines to type that show it.
struct TourStep: Sendable {
  var title: String
  /// Lines of at most 76 characters.
  var text: String
  /// Done one after the other; none where the tour ends.
  var tasks: [Task]
  /// What is said when all are done.
  var praise = ""

  struct Task: Sendable {
    /// What may be typed; anything else that does the same is as good.
    var line: String
    /// Whether a cell did it.
    var isDone: @Sendable (TourCell) -> Bool
    /// What is said when a cell did not.
    var hint: String
  }
}

/// What the tour sees of a cell that has run.
struct TourCell {
  var text: String
  var result: Session.Result
  let globals: Globals

  var hasFinished: Bool { if case .finished = result.end { true } else { false } }
  var hasFailed: Bool { if case .failed = result.end { true } else { false } }

  /// Whether it ran and its text calls `function`.
  func calls(_ function: String) -> Bool { hasFinished && text.contains(function + "(") }

  /// Whether it ran and declares something, and the name it declares has a value of this kind.
  func declares(_ kind: String) -> Bool {
    guard hasFinished else { return false }
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return zip(words, words.dropFirst()).contains { word, name in
      (word == "let" || word == "fn") && globals.value(of: String(name))?.kind == kind
    }
  }
}
