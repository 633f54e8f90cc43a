internal import Synchronization

/// How far the jobs are that run, for front ends that show it: can be asked from any thread.
public final class JobsProgress: Sendable {
  private let statuses = Mutex<[JobStatus]>([])

  /// A line for each in the order of their starts: `[2] running for 3.2 s: epoch 2/5 …`.
  public var lines: [Notice] {
    let running = statuses.withLock { statuses in
      statuses.removeAll { $0.isEnded }
      return statuses
    }
    return running.map { Notice(line: "[\($0.number)] \($0.running)", cell: $0.cell) }
  }

  func add(_ status: JobStatus) {
    statuses.withLock { statuses in
      statuses.removeAll { $0.isEnded }
      statuses.append(status)
    }
  }
}
