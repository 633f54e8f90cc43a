internal import Evaluation
internal import Training

/// The models of a training that its loop looks at.
enum ModelsLookedAt: String {
  /// That of every report.
  case every
  /// That of a report which is the best so far, by accuracy or else loss on the validation examples.
  case best
  /// None but the one that is there in the end.
  case last
}

/// Keeps a training in the journal, or plays back what is kept of it.
///
/// Played back are reports and the models that the loop looks at; what the loop does with them it does
/// again. Where one of those models is missing, the training is computed as if nothing were kept: same
/// seed, same bits. Only of the cell that was lost while it ran the reports up to the last model that can
/// be read are played, and the training then ends as by an interrupt.
final class TrainingKeeper {
  /// What comes next.
  enum Next {
    case report(MapObject)
    case computing
    case over
  }

  private let record: any TrainingRecord
  private let run: TrainingRun
  private var looksAt = ModelsLookedAt.every
  private var count = 0
  private var best: (report: Int, score: Double)?
  private var playback: Playback?
  private var hasBegun = false

  private struct Playback {
    var reports: [KeptReport]
    var points: [Int: TrainingPoint]
    var saved: SavedTraining
    /// How the training came to its end when it was played.
    var isCutShort: Bool
  }

  init(_ record: any TrainingRecord, _ run: TrainingRun) {
    self.record = record
    self.run = run
  }

  func looks(at models: ModelsLookedAt) { looksAt = models }

  // MARK: Playing back

  /// Throws `NativeError.lostTraining` where nothing can be played of a cell that was lost while it ran.
  func next() throws -> Next {
    if !hasBegun {
      hasBegun = true
      if let saved = record.saved {
        playback = saved.isWhole ? wholePlayback(saved) : shortPlayback(saved)
        if playback == nil { try beginAnew(saved) }
      }
    }
    guard let playback else { return .computing }
    guard count < playback.reports.count else {
      // What a later cell pulled further goes on where the reports of this one ended.
      let isOver = playback.isCutShort || playback.reports.last?.isLast != false
      return isOver ? .over : .computing
    }
    let report = playback.reports[count]
    let number = count + 1
    let point =
      playback.points[number]
      ?? (looksAt == .every ? playback.saved.state(after: number).flatMap { self.point($0) } : nil)
    if let point { run.resume(at: point) }
    let isLast = number == playback.reports.count
    if isLast && playback.isCutShort { report.map.set(.string("interrupted"), to: .bool(true)) }
    keep(report.map, isLast: report.isLast || isLast && playback.isCutShort, hasState: point != nil)
    return .report(report.map)
  }

  private func beginAnew(_ saved: SavedTraining) throws {
    guard saved.isWhole else { throw NativeError.lostTraining }
    record.beginsAnew()
  }

  /// Up to the last report whose model can be read.
  private func shortPlayback(_ saved: SavedTraining) -> Playback? {
    let reports = Array(saved.reports.map { KeptReport($0) }.prefix { $0 != nil }.compactMap { $0 })
    for number in saved.states.sorted(by: >) where number <= reports.count {
      if let found = playback(of: Array(reports[..<number]), saved) { return found }
    }
    return nil
  }

  private func wholePlayback(_ saved: SavedTraining) -> Playback? {
    let reports = saved.reports.compactMap { KeptReport($0) }
    return reports.count == saved.reports.count ? playback(of: reports, saved) : nil
  }

  /// Nil where a model that the loop looks at cannot be read.
  private func playback(of reports: [KeptReport], _ saved: SavedTraining) -> Playback? {
    guard let last = reports.last else { return nil }
    var needed: Set = [reports.count]
    var best: (report: Int, score: Double)?
    for (place, report) in reports.enumerated() {
      note(report.map, number: place + 1, in: &best)
    }
    if looksAt == .best, let best { needed.insert(best.report) }
    if looksAt == .every && saved.isWhole { needed.formUnion(1...reports.count) }
    guard needed.isSubset(of: saved.states) else { return nil }
    var points: [Int: TrainingPoint] = [:]
    // Those of every report are read when their turn comes: they may be many.
    for number in [reports.count, looksAt == .best ? best?.report : nil].compactMap({ $0 }) {
      guard let point = saved.state(after: number).flatMap({ self.point($0) }) else { return nil }
      points[number] = point
    }
    return Playback(
      reports: reports, points: points, saved: saved,
      isCutShort: !saved.isWhole && !last.isLast)
  }

  /// Nil where the bytes are damaged, or of another training.
  private func point(_ bytes: [UInt8]) -> TrainingPoint? {
    (try? SafetensorsFile(bytes: bytes)).flatMap { try? run.point(in: $0) }
  }

  // MARK: Keeping

  /// A report was computed, of the model as it now is.
  func add(_ report: MapObject, isLast: Bool) { keep(report, isLast: isLast, hasState: nil) }

  /// `hasState` is nil where the report is new.
  private func keep(_ report: MapObject, isLast: Bool, hasState: Bool?) {
    count += 1
    let isBest = note(report, number: count, in: &best) && looksAt == .best
    record.add(
      KeptReport(map: report, isLast: isLast).text, isNeeded: isLast || isBest || hasState == true,
      state: hasState == false ? nil : { [run] in run.file().bytes })
    if looksAt != .every { record.forgetStates(but: looksAt == .best ? best?.report : nil) }
  }

  /// Whether a report is the best so far, as `fit` tells.
  @discardableResult
  private func note(
    _ report: MapObject, number: Int, in best: inout (report: Int, score: Double)?
  ) -> Bool {
    guard let score = report.validationScore(by: run.options.monitor),
      best.map({ score > $0.score }) ?? true
    else { return false }
    best = (number, score)
    return true
  }
}
