internal import Evaluation

/// Where the program of a job writes: whole lines, under its number, to the notices of the session; what
/// passes is kept as the job's progress.
final class JobOutput: OutputSink {
  private let status: JobStatus
  private let notices: Notices
  /// The line that is not ended yet.
  private var begun = ""

  init(_ status: JobStatus, _ notices: Notices) {
    self.status = status
    self.notices = notices
  }

  func write(_ text: String) {
    var lines = (begun + text).split(separator: "\n", omittingEmptySubsequences: false)
    begun = lines.popLast().map(String.init) ?? ""
    post(lines)
  }

  func display(_ bundle: DisplayBundle) { write(bundle.text + "\n") }
  func progress(_ progress: Progress?) {
    if progress?.isBrief != true { status.line = progress?.line }
  }
  func ask(_ question: String, isHidden: Bool, until interrupt: Interrupt) throws -> String? {
    throw NativeError(
      "S0336", "a job can ask nobody", notes: ["the question was: \(question)"],
      help: "ask before it begins, and let its function use the answer")
  }
  func milestone(_ line: String, details: [String]) {
    post(([line] + details).joined(separator: "  ").split(separator: "\n"))
  }

  /// Posts what is left without an end of line, and then lines about the job itself.
  func finish(_ lines: [String]) {
    if !begun.isEmpty { write("\n") }
    post(lines.map { $0[...] })
  }

  private func post(_ lines: [Substring]) {
    guard !lines.isEmpty else { return }
    // A job that is to stop must not wait for somebody to read.
    notices.post(
      lines.map { Notice(line: "[\(status.number)] \($0)", cell: status.cell) },
      isHurried: { status.interrupt.wasRequested })
  }
}
