internal import Evaluation
public import JSON

/// One output of a cell, as files keep it.
public enum NotebookOutput: Sendable, Equatable {
  case stream(name: String, text: String)
  /// Forms by MIME type.
  case display(data: [JSONValue.Member], metadata: JSONValue)
  case result(data: [JSONValue.Member], metadata: JSONValue, count: Int?)
  case error(name: String, value: String, traceback: [String])

  /// What was put out, as it is kept; nil for what only changes other outputs.
  public init?(_ output: CellOutput) {
    switch output {
    case .stream(let stream, let text): self = .stream(name: stream.rawValue, text: text)
    case .display(let bundle, _):
      self = .display(data: bundle.data.members ?? [], metadata: output.metadata)
    case .result(let bundle, let count):
      self = .result(data: bundle.data.members ?? [], metadata: .object([]), count: count)
    case .error(let name, let value, let traceback):
      self = .error(name: name, value: value, traceback: traceback)
    case .update, .clear: return nil
    }
  }

  /// The text of a form, such as `text/plain`.
  public func text(_ type: String) -> String? {
    switch self {
    case .display(let data, _), .result(let data, _, _): data[type]?.string
    case .stream, .error: nil
    }
  }
}

extension CellOutput {
  /// What is said of it beside its forms, in files and messages: whether it tells how far a work is.
  public var metadata: JSONValue {
    switch self {
    case .display(_, let id?), .update(_, let id):
      PageSink.isWork(id)
        ? .object([.init("setl", .object([.init("work", .bool(true))]))]) : .object([])
    case .display, .stream, .result, .error, .clear: .object([])
    }
  }
}

extension NotebookOutput {
  /// Whether it told how far a work was: what such a display shows depends on how fast the machine is.
  public var isWork: Bool {
    guard case .display(_, let metadata) = self else { return false }
    return metadata["setl"]?["work"]?.bool == true
  }
}
