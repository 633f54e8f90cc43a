internal import Evaluation

/// The trainings of a conversation as they are kept on the disk: a folder for each, named by the cell
/// that began it and its number in that cell.
final class Journal: TrainingJournal {
  /// A cell of a lost conversation that is run again.
  struct Replay {
    /// The lost conversation's folder.
    var folder: String
    /// By its number in the history.
    var cell: Int64
    /// It had ended before the conversation did.
    var isWhole: Bool
  }

  private let folder: JournalFolder
  private var cell: Int64 = 0
  private var replay: Replay?
  private var count = 0
  /// Something was kept of a training of this cell, and could not be used.
  private(set) var hasTrainedAgain = false

  init(_ folder: JournalFolder) { self.folder = folder }

  /// A cell begins; `replay` is the lost one that it is a repetition of.
  func beginCell(_ cell: Int64, replay: Replay? = nil) {
    self.cell = cell
    self.replay = replay
    count = 0
    hasTrainedAgain = false
  }

  func remove() { folder.remove() }

  func begin() throws -> any TrainingRecord {
    count += 1
    let place = "\(folder.path)/\(cell)-\(count)"
    guard let replay else { return TrainingFolder(place) }
    let lost = "\(replay.folder)/\(replay.cell)-\(count)"
    let saved = TrainingFolder.saved(in: lost, isWhole: replay.isWhole)
    guard replay.isWhole ? !TrainingFolder.isBarred(lost) : saved?.states.isEmpty == false else {
      // So that it is not computed either when this conversation is brought back in its turn.
      TrainingFolder.bar(place)
      throw NativeError.lostTraining
    }
    return TrainingFolder(place, saved: saved) { [weak self] in self?.hasTrainedAgain = true }
  }

  /// Whether a cell of a lost conversation trained as far as a report.
  static func hasTraining(of cell: Int64, in folder: String) -> Bool {
    TrainingFolder.saved(in: "\(folder)/\(cell)-1", isWhole: false)?.states.isEmpty == false
  }
}
