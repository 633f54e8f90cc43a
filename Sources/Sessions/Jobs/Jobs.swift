internal import Characters
internal import Evaluation

/// The jobs of a session.
///
/// One that runs is kept, and one that is over until the program has seen how it ended, or twenty more are
/// over; after that a job lasts as long as the program holds it.
final class Jobs {
  private struct Entry {
    weak var job: Job?
    var kept: Job?
  }

  private var entries: [Entry] = []
  private var started = 0
  let progress = JobsProgress()
  /// A job failed, and the program never looked.
  private var hasForgottenFailure = false

  /// Starts `function` on a machine of its own, with a copy of all that it uses.
  ///
  /// Throws `NativeError` where something cannot be copied, or there is no thread left.
  func start(_ function: FunctionObject, on session: Session) throws -> Job {
    collect(session.machine)
    let status = JobStatus(number: started + 1, cell: session.runningNumber)
    let output = JobOutput(status, session.notices)
    let machine = try session.parts.makeMachine(
      SessionLink(), output: output, interrupt: status.interrupt)
    machine.attachments.inherit(from: session.machine.attachments)
    let copied: FunctionObject
    do {
      copied = try session.machine.copy(function, to: machine)
    } catch {
      machine.dismantle()
      throw error
    }
    let job = Job(
      status, text: Self.line(function.sourceText),
      thread: try JobThread(machine, copied, output, status))
    started += 1
    progress.add(status)
    entries.append(Entry(job: job, kept: job))
    return job
  }

  /// Takes over what ended jobs came to, and lets go of those that were seen.
  func collect(_ machine: Machine) {
    for index in entries.indices {
      entries[index].job?.collect(machine)
      if entries[index].job?.isSeen ?? true { entries[index].kept = nil }
    }
    let over = entries.indices.filter { entries[$0].kept?.status.isEnded ?? false }
    for index in over.dropLast(Self.mostUnseen) {
      hasForgottenFailure = hasForgottenFailure || (entries[index].kept?.isUnseenFailure ?? false)
      entries[index].kept = nil
    }
    entries.removeAll { $0.job == nil }
  }

  /// Jobs that are over and were not looked at; more would fill the memory with what nobody wants.
  private static let mostUnseen = 20

  /// Whether the program never looked at a job that failed.
  var hasUnseenFailure: Bool { hasForgottenFailure || all.contains { $0.isUnseenFailure } }

  /// In the order of their starts.
  var all: [Job] { entries.compactMap(\.job) }
  var running: [Job] { all.filter { !$0.status.isEnded } }

  private static func line(_ text: String) -> String {
    let words = shownOnLine(text.split(whereSeparator: \.isWhitespace).joined(separator: " "))
    return words.count <= 70 ? words : words.prefix(69) + "…"
  }
}
