internal import Evaluation
internal import Syntax

/// Bringing back a conversation that ended unexpectedly.
///
/// Its cells are run again in their order, in a session as it is at the start: same seed, same bits.
/// Trainings come from the journal. The native only asks; the session does it when the cell that asked
/// is over, because a native never runs the language.
extension Session {
  /// `restore`
  static func restoreNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "restore", in: .session,
      "Brings back the last session that ended unexpectedly: its cells are run again, without output. "
        + "Where several were lost at once, the next call brings back the one before.",
      example: """
        # Trainings are not computed again: models come back as they were after the last report, without
        # what the training kept beside them. A loop over `training` is, where too much would have to be kept of
        # it. Cells that were interrupted, and what ran in the end, are brought back as far as they trained.
        try { restore() } catch problem { print(problem.code) }  # prints: S0340
        """
    ) { _ in
      let session = try link.session(for: "restore")
      session.leaveOutOfScripts()
      // As part of a session that is brought back it has nothing to add.
      guard !session.isRestoring else { return Value.none }
      guard session.runningCell != nil, !session.lost.isEmpty else {
        throw NativeError("S0340", "there is no session to bring back")
      }
      session.isAskedToRestore = true
      return Value.none
    }
  }

  /// What a person is told at the start where a session was lost: `the last session ended unexpectedly
  /// after 7 cells: restore() brings it back`.
  public var restoreOffer: String? {
    let offered = lost.prefix { $0.isLast }
    guard let last = offered.first else { return nil }
    let cells = Self.cells(last.cellCount)
    guard offered.count > 1 else {
      return "the last session ended unexpectedly after \(cells): restore() brings it back"
    }
    return "\(offered.count) sessions ended unexpectedly, the last after \(cells): "
      + "restore() brings it back, and called again the one before"
  }

  private static func cells(_ count: Int) -> String { count == 1 ? "1 cell" : "\(count) cells" }

  /// Carries out what the native asked for.
  func restoreIfAsked() {
    guard isAskedToRestore, let lost = lost.first else { return }
    isAskedToRestore = false
    isRestoring = true
    output.isOn = false
    defer {
      isRestoring = false
      output.isOn = true
    }
    history.setRestoring(lost.session)
    machine.attachments.forget()
    if let startup { _ = runStartup(startup) }
    let cells = history.cells(of: lost.session)
    for cell in cells where !bringBack(cell, of: lost.session) {
      history.setRestoring(nil)
      tell("interrupted in cell \(cell.entry.number); restore() begins again")
      return
    }
    history.endRestored(lost)
    self.lost.removeFirst()
    tell("brought back: \(Self.cells(cells.count))")
    if let next = self.lost.first, next.isLast {
      let cells = Self.cells(next.cellCount)
      tell("another session was lost after \(cells): restore() brings it back too")
    }
  }

  /// Runs a cell again; false where that was interrupted.
  private func bringBack(_ cell: History.Cell, of session: Int64) -> Bool {
    let isWhole = cell.outcome == .finished || cell.outcome == .failed
    let folder = JournalFolder.path(history.folder ?? "", session)
    let line = "In [\(cell.entry.number)] \(CellsObject.firstLine(cell.entry.text))"
    guard isWhole || Journal.hasTraining(of: cell.entry.id, in: folder) else {
      let reason = cell.outcome == .running ? "was running" : "was interrupted"
      tell("\(line)  left out: it \(reason)")
      return true
    }
    cellCount = cell.entry.number - 1
    replay = Journal.Replay(folder: folder, cell: cell.entry.id, isWhole: isWhole)
    defer { replay = nil }
    let result = runCell(cell.entry.text)
    switch result.end {
    case .interrupted: return false
    case .finished, .left:
      let isAnew = history.journal?.hasTrainedAgain == true
      tell(
        line + (isWhole ? "" : "  up to its last report")
          + (isAnew ? "  trained again: not all that was kept can be used" : ""))
    case .failed(let diagnostics):
      tell("\(line)  \(diagnostics.first.map { "\($0.code): \($0.title)" } ?? "failed")")
    }
    return true
  }

  private func tell(_ line: String) { output.output.milestone(line) }
}
