internal import ArgumentParser

/// The benchmarks of stored rows, run again at the same sizes, and what became of their speed.
///
/// A speed is work in the time of a calibration, so that a machine that is slower today does not look like
/// slower kernels. What seems slower is measured twice more, and the best counts.
struct Comparison {
  /// What a row may lose.
  static let tolerance = 0.1

  private let stored: [StoredRow]
  private let options: CommonOptions

  /// Throws `ValidationError` when the file holds no rows, or others than those of benchmarks.
  init(file: String, options: CommonOptions) throws {
    stored = try StoredRow.read(from: file)
    self.options = options
  }

  /// Prints each row's speed as a share of what it was; the status is 1 when one is slower.
  func run() throws {
    var slower: [String] = []
    var done: Set<String> = []
    for row in stored {
      let call = "\(row.benchmark.configuration.commandName ?? "") \(row.options)"
      // The parts of a benchmark come from one call.
      guard done.insert(call).inserted else { continue }
      let parts = stored.filter { $0.benchmark == row.benchmark && $0.options == row.options }
      slower += try compare(parts, call: call)
    }
    guard slower.isEmpty else {
      print("slower by more than \(Int(Self.tolerance * 100)) %:")
      for name in slower { print("  \(name)") }
      throw ExitCode(1)
    }
  }

  /// Returns those of the rows of one call that are slower now.
  private func compare(_ parts: [StoredRow], call: String) throws -> [String] {
    var best = [Double](repeating: 0, count: parts.count)
    for _ in 0..<3 where best.contains(where: { $0 < 1 - Self.tolerance }) {
      for (index, speed) in try speeds(of: parts, call: call).enumerated() {
        best[index] = max(best[index], speed)
      }
    }
    var slower: [String] = []
    for (part, speed) in zip(parts, best) {
      let name = part.part.map { "\(call) (\($0))" } ?? call
      print("\((speed * 100).rounded() / 100)  \(name)")
      if speed < 1 - Self.tolerance { slower.append(name) }
    }
    return slower
  }

  /// Measures once: each part's speed now as a share of the stored one.
  private func speeds(of parts: [StoredRow], call: String) throws -> [Double] {
    guard let benchmark = parts.first?.benchmark, let words = parts.first?.options else {
      return []
    }
    let rows = try benchmark.calibrated(
      words.split(separator: " ").map(String.init) + options.measuring)
    return try parts.map { part in
      guard let row = rows.first(where: { $0.part == part.part }), let now = row.speed,
        let then = part.speed(by: row.figure)
      else { throw ValidationError("the row of `\(call)` lacks the figures to compare") }
      return now / then
    }
  }
}
