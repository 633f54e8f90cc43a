internal import Evaluation
internal import Glibc
internal import WholeFiles

/// One training on the disk: `reports.jsonl`, a line a report, and `N.safetensors`, the model after
/// report N.
///
/// A model is written whole and put in its place before its report's line, so that a report never names
/// a model that is not there. Nothing waits for the disk: what is to be survived is the end of the
/// process. What cannot be written is left out; the training goes on.
final class TrainingFolder: TrainingRecord {
  let saved: SavedTraining?
  private let path: String
  private let onNew: () -> Void
  private var reports: Int32 = -1
  private var count = 0
  /// The bytes of each model that is there.
  private var states: [Int: Int] = [:]
  private var writing = Duration.zero
  private let start = ContinuousClock.now

  /// What is longer was not written here.
  private static let longest = 1 << 34

  /// The models of one training take no more bytes, and are no more, when its loop looks at all of them.
  private static let largest = 256 << 20
  private static let most = 1000

  /// `onNew` is called when what is saved cannot be used.
  init(_ path: String, saved: SavedTraining? = nil, onNew: @escaping () -> Void = {}) {
    self.path = path
    self.saved = saved
    self.onNew = onNew
  }

  func beginsAnew() { onNew() }

  deinit { if reports >= 0 { close(reports) } }

  // MARK: Keeping

  func add(_ report: String, isNeeded: Bool, state: (() -> [UInt8])?) {
    count += 1
    if reports < 0 {
      mkdir(path, 0o700)
      reports = open(
        path + "/reports.jsonl", O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
    }
    guard reports >= 0 else { return }
    let begin = ContinuousClock.now
    defer { writing += ContinuousClock.now - begin }
    if let state, isNeeded || count == 1 || isAffordable { write(state()) }
    _ = WholeFile.append(Array((report + "\n").utf8), to: reports)
  }

  /// Writing takes a twentieth of the time at most.
  private var isAffordable: Bool { writing * 20 <= ContinuousClock.now - start - writing }

  private func write(_ bytes: [UInt8]) {
    let file = path + "/\(count).safetensors"
    guard (try? WholeFile.write(bytes, to: file, rights: 0o600, isLasting: false)) != nil else {
      return
    }
    states[count] = bytes.count
    while states.count > Self.most || size > Self.largest, states.count > 1,
      let first = states.keys.min()
    {
      forget(first)
    }
  }

  private var size: Int { states.values.reduce(0, +) }

  func forgetStates(but best: Int?) {
    let last = states.keys.max()
    for number in states.keys where number != last && number != best { forget(number) }
  }

  private func forget(_ number: Int) {
    states[number] = nil
    unlink(path + "/\(number).safetensors")
  }

  // MARK: Reading

  /// What is in a folder; nil where there is no report.
  static func saved(in path: String, isWhole: Bool) -> SavedTraining? {
    guard let bytes = try? WholeFile.read(path + "/reports.jsonl", atMost: longest) else {
      return nil
    }
    // A line that has no end was being written.
    let reports = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast()
      .map { String(decoding: $0, as: UTF8.self) }
    guard !reports.isEmpty else { return nil }
    let states = Folder.names(in: path).compactMap { name -> Int? in
      guard name.hasSuffix(".safetensors") else { return nil }
      return Int(name.dropLast(12)).flatMap { (1...reports.count).contains($0) ? $0 : nil }
    }
    return SavedTraining(
      reports: reports, isWhole: isWhole, states: Set(states),
      read: { try? WholeFile.read(path + "/\($0).safetensors", atMost: longest) })
  }

  /// Says that there is nothing to bring back where this training would be.
  static func bar(_ path: String) {
    mkdir(path, 0o700)
    try? WholeFile.write([], to: path + "/barred", rights: 0o600, isLasting: false)
  }

  static func isBarred(_ path: String) -> Bool { access(path + "/barred", F_OK) == 0 }
}
