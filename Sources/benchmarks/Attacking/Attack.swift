internal import ArgumentParser
internal import Foundation

/// Runs odd calls and reads damaged files for as long as one likes, in child processes, and tells of each
/// cell that ended its process or would not end.
struct Attack: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Odd calls and damaged files, in child processes.",
    discussion: "The status is 1 where a cell ended its process, or did not end after an interrupt."
  )

  @Option(help: "Seconds to go on for.")
  var seconds = 60.0

  @Option(help: "Where the choices begin; the same seed tries the same cells.")
  var seed: UInt64 = 1

  @Option(help: "Cells a process.")
  var cells = 400

  @Flag(help: ArgumentHelp("Be one of the child processes.", visibility: .private))
  var child = false

  func validate() throws { try checkSizes(cells) }

  func run() throws {
    if child { return try AttackedProcess(seed: seed, cells: cells).run() }
    let end = Date(timeIntervalSinceNow: seconds)
    var tried = 0
    var findings = 0
    var seed = seed
    while Date() < end {
      let outcome = try AttackRound(seed: seed, cells: cells).run()
      tried += outcome.cells
      for finding in outcome.findings {
        findings += 1
        tell("seed \(seed): \(finding.end)\n  \(finding.cell.replacing("\n", with: "\n  "))")
      }
      seed += 1
    }
    tell("\(tried) cells in \(self.seed)..<\(seed): \(findings) findings")
    if findings > 0 { throw ExitCode(1) }
  }

  /// Written at once: a run is long, and what it found is wanted before its end.
  private func tell(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }
}
