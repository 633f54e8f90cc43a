internal import Dispatch
internal import Evaluation
internal import Syntax

extension Session {
  /// How many jobs run now.
  public var runningJobs: Int { jobs.running.count }

  /// What is to be asked before a conversation is left; nil when nothing is lost, or it was asked since
  /// the last cell.
  public func questionBeforeLeaving() -> String? {
    let count = runningJobs
    guard count > 0, !wasAskedToLeave else { return nil }
    wasAskedToLeave = true
    return count == 1
      ? "1 job is running: exit again to leave it"
      : "\(count) jobs are running: exit again to leave them"
  }

  /// How the jobs of a script ended.
  public enum JobsEnd: Sendable {
    case finished
    /// One failed, and the program never looked.
    case failed
    /// An interrupt came twice: some run still, and the process must leave without waiting for them.
    case left
  }

  /// Waits for all jobs, as the end of a script does; what they tell goes to the output. The first
  /// interrupt asks each to stop, the second ends the waiting.
  public func finishJobs() -> JobsEnd {
    var requests = 0
    interrupt.clear()
    while let job = jobs.running.first {
      job.status.wait(.milliseconds(50))
      tellNotices(machine.output)
      guard interrupt.isRequested else { continue }
      interrupt.clear()
      requests += 1
      if requests > 1 { return .left }
      for job in jobs.running { job.stop() }
    }
    jobs.collect(machine)
    tellNotices(machine.output)
    return jobs.hasUnseenFailure ? .failed : .finished
  }

  /// Asks every job to end at once, and waits up to `limit` milliseconds; whether all have ended.
  public func stopJobs(within limit: Int) -> Bool {
    for job in jobs.all { job.stopAtOnce() }
    let end = DispatchTime.now() + .milliseconds(limit)
    while let job = jobs.running.first, .now() < end { job.status.wait(.milliseconds(10)) }
    jobs.collect(machine)
    return jobs.running.isEmpty
  }

  /// Waits for one job; its progress and the lines of all jobs go to the output. An interrupt ends the
  /// waiting, and not the job.
  func wait(for job: Job, _ context: CallContext) throws {
    while !job.status.isEnded {
      job.status.wait(.milliseconds(50))
      tellNotices(context.output)
      if !job.status.isEnded, context.interrupt.isRequested {
        context.interrupt.clear()
        context.output.progress(nil)
        throw RunFailure(
          diagnostics: [
            Diagnostic(
              code: "S0312", title: "interrupted", notes: ["job \(job.number) goes on"])
          ], isInterrupt: true)
      }
      context.output.progress(job.status.line.map { Progress(line: "[\(job.number)] \($0)") })
    }
    context.output.progress(nil)
    jobs.collect(machine)
    tellNotices(context.output)
  }

  private func tellNotices(_ output: any OutputSink) {
    for notice in notices.take() { output.milestone(notice.line) }
  }
}
