internal import JSON
internal import Notebooks

/// What an error is for a front end.
struct ErrorReport {
  let name: String
  let value: String
  let traceback: [String]

  /// What was asked for cannot be.
  init(refusal reason: String) {
    (name, value, traceback) = ("refused", reason, [reason])
  }

  /// Nil where a cell put out something else.
  init?(_ output: CellOutput) {
    guard case .error(let name, let value, let traceback) = output else { return nil }
    (self.name, self.value, self.traceback) = (name, value, traceback)
  }

  /// The content of an `error` message.
  var content: [JSONValue.Member] {
    [
      .init("ename", .string(name)), .init("evalue", .string(value)),
      .init("traceback", .array(traceback.map { .string($0) })),
    ]
  }

  /// What makes a reply one of an error.
  var members: [JSONValue.Member] { [.init("status", .string("error"))] + content }
}
