internal import Evaluation
internal import Measuring

/// A job as a value: `job.result`, `job.progress` …; `job.wait()` and `job.stop()` are functions.
final class JobObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "job" }
  let job: Job
  private let link: SessionLink

  init(_ job: Job, _ link: SessionLink) {
    self.job = job
    self.link = link
  }

  override var kind: String { "job" }
  override var fieldNames: [String] {
    ["done", "error", "failed", "number", "progress", "result", "seconds"]
  }

  override func field(_ name: String) throws -> Value? {
    guard let machine = link.session?.machine else { return nil }
    switch name {
    case "number": return .number(Double(job.number))
    case "seconds": return .number(job.status.elapsed.inSeconds)
    case "progress": return job.status.line.map { .string($0) } ?? Value.none
    case "done": return .bool(job.outcome(machine) != nil)
    case "failed":
      if case .failed = job.outcome(machine) { return .bool(true) }
      return .bool(false)
    case "error": return job.error(machine)
    case "result": return try job.result(machine)
    default: return nil
    }
  }

  /// To ask for its result is to have seen how it ended.
  override func glance(at name: String) -> FieldGlance {
    switch name {
    case "result": job.value.map { .value($0) } ?? .unknown
    case "error": .unknown
    case "done", "failed": .like(.bool(false))
    default: super.glance(at: name)
    }
  }

  override func equals(_ other: NativeObject) -> Bool { (other as? JobObject)?.job === job }

  override var summary: String {
    "job \(job.number)" + (link.session.map { ": " + job.state($0.machine) } ?? "")
  }
  override var display: DisplayBundle {
    let state = link.session.map { job.state($0.machine) } ?? ""
    let table = Table(
      [.right("job"), .left("state"), .left("function")], [["\(job.number)", state, job.text]])
    return DisplayBundle(text: summary + "\n  " + job.text, page: [.table(table)])
  }
}
