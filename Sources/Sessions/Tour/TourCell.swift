internal import Evaluation

/// What a lesson sees of a cell that has run.
struct TourCell {
  var text: String
  var result: Session.Result
  let globals: Globals

  var hasFinished: Bool { if case .finished = result.end { true } else { false } }

  func reaches(_ goal: LessonStep.Goal) -> Bool {
    switch goal {
    case .declares(let kind): hasFinished && declares(kind)
    case .calls(let function): hasFinished && text.contains(function + "(")
    case .holds(let parts): hasFinished && parts.contains { text.contains($0) }
    case .fails: if case .failed = result.end { true } else { false }
    }
  }

  /// Whether the name that it declares has a value of this kind.
  private func declares(_ kind: String) -> Bool {
    let words = text.split { !($0.isLetter || $0.isNumber || $0 == "_") }
    return zip(words, words.dropFirst()).contains { word, name in
      (word == "let" || word == "fn") && globals.value(of: String(name))?.kind == kind
    }
  }
}
