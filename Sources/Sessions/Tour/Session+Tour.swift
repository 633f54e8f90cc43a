internal import Evaluation

extension Session {
  /// `tour`
  static func tourNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "tour", in: .session, "Begins a lesson of ten minutes, or moves in it; for the prompt.",
      .optional(
        "step", shown: "none", "a number from 1, \"next\", \"back\" or \"stop\"", orElse: Value.none
      ),
      example: """
        # tour() begins, or shows again where you are; this ends the lesson.
        tour("stop")
        """
    ) { (_, step: Value) in
      guard let session = link.session else { return Value.none }
      let steps = session.library.lesson
      guard var tour = session.tour ?? Tour(steps) else { return Value.none }
      switch (step, step.asString) {
      case (.none, _): tour.repeatStep()
      case (_, "next"): tour.next()
      case (_, "back"): tour.back()
      case (_, "stop"):
        session.tour = nil
        return Value.none
      default:
        guard let number = step.asWhole, (1...steps.count).contains(number) else {
          throw NativeError(
            "S0303", "`step` cannot be \(step.literal)",
            notes: ["it is a number from 1 to \(steps.count), \"next\", \"back\" or \"stop\""],
            argument: "step")
        }
        tour.move(to: number - 1)
      }
      session.tour = tour
      session.leaveOutOfScripts()
      return Value.none
    }
  }

  /// What the tour says after a cell; nil when none is on.
  func tourRemark(_ text: String, _ result: Result) -> String? {
    guard var tour else { return nil }
    let remark = tour.remark(on: TourCell(text: text, result: result, globals: globals))
    self.tour = tour.isOver ? nil : tour
    return remark.isEmpty ? nil : remark
  }
}
