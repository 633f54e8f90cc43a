/// Where a conversation keeps how far its trainings have come, so that its unexpected end does not lose
/// them.
///
/// The natives that train know no more of conversations than this: a line of text a report, and the bytes
/// of a model.
public protocol TrainingJournal: AnyObject {
  /// A training begins, the next one of the running cell. Throws `NativeError` where a lost conversation
  /// that is brought back did not come so far.
  func begin() throws -> any TrainingRecord
}

/// What is kept of one training.
public protocol TrainingRecord: AnyObject {
  /// What a lost conversation kept of the same training; nil where it is new, and is to be computed.
  var saved: SavedTraining? { get }

  /// What was kept cannot be used, and the training is computed again.
  func beginsAnew()

  /// A report has come. `state` gives the bytes of the model as it then is; it is asked for when it is
  /// time to write them, and always where they are needed.
  func add(_ report: String, isNeeded: Bool, state: (() -> [UInt8])?)

  /// The models before this report will not be needed, but for that of report `best`.
  func forgetStates(but best: Int?)
}

extension NativeError {
  /// Of a training of which a lost conversation kept nothing that can be brought back.
  public static let lostTraining = NativeError(
    "S0341", "there is no report of this training to bring back",
    notes: ["the session ended before its first report, or what was kept of it is damaged"],
    help: "the model is as it was before:  run the cell again")
}

/// What there is of a training whose conversation was lost.
public struct SavedTraining {
  /// A line each, in their order.
  public var reports: [String]
  /// The cell ended before the conversation did, so that these are all reports there were.
  public var isWhole: Bool
  /// The reports, from 1, of whose model there are bytes.
  public var states: Set<Int>
  private let read: (Int) -> [UInt8]?

  public init(
    reports: [String], isWhole: Bool, states: Set<Int>, read: @escaping (Int) -> [UInt8]?
  ) {
    self.reports = reports
    self.isWhole = isWhole
    self.states = states
    self.read = read
  }

  /// The model's bytes as they were after a report, from 1.
  public func state(after report: Int) -> [UInt8]? { states.contains(report) ? read(report) : nil }
}
