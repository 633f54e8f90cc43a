internal import Foundation

/// One child process, watched from outside.
struct AttackRound {
  struct Finding {
    var cell: String
    /// How the process ended, or that it did not.
    var end: String
  }

  struct Outcome {
    var cells = 0
    var findings: [Finding] = []
  }

  /// A cell is interrupted after so many seconds, and its process ended after as many again.
  private static let patience = 15.0

  var seed: UInt64
  var cells: Int

  func run() throws -> Outcome {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "setl-attack-\(ProcessInfo.processInfo.processIdentifier)-\(seed)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let process = try start(in: folder)
    let didEnd = watch(process, in: folder)
    var outcome = Outcome()
    outcome.cells = Int(text(AttackedProcess.count, in: folder) ?? "") ?? 0
    if !didEnd || process.terminationReason == .uncaughtSignal || process.terminationStatus != 0 {
      let end =
        didEnd ? "ended with \(process.terminationStatus)" : "did not end after an interrupt"
      let cell = text(AttackedProcess.lastCell, in: folder) ?? "before the first cell"
      outcome.findings = [Finding(cell: cell + "\nin \(folder.path())", end: end)]
    } else {
      try FileManager.default.removeItem(at: folder)
    }
    return outcome
  }

  private func start(in folder: URL) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["attack", "--child", "--seed", "\(seed)", "--cells", "\(cells)"]
    process.currentDirectoryURL = folder
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    let errors = folder.appending(path: "errors")
    try Data().write(to: errors)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    return process
  }

  /// Whether it ended by itself.
  private func watch(_ process: Process, in folder: URL) -> Bool {
    var done = ""
    var since = Date()
    var wasInterrupted = false
    while process.isRunning {
      usleep(20_000)
      let now = text(AttackedProcess.count, in: folder) ?? ""
      if now != done {
        (done, since, wasInterrupted) = (now, Date(), false)
      } else if -since.timeIntervalSinceNow > 2 * Self.patience {
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        return false
      } else if -since.timeIntervalSinceNow > Self.patience, !wasInterrupted {
        kill(process.processIdentifier, SIGINT)
        wasInterrupted = true
      }
    }
    return true
  }

  private func text(_ name: String, in folder: URL) -> String? {
    try? String(contentsOf: folder.appending(path: name), encoding: .utf8)
  }
}
