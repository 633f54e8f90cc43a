internal import Evaluation
internal import JSON
internal import Notebooks
internal import Sessions
internal import Synchronization

/// Answers what can be answered while a cell runs: from an outline of the session, and from the history.
final class Answers {
  private let outline: OutlineShelf
  /// Of its own: a history belongs to one thread.
  private let history: History
  private let version: String

  init(outline: OutlineShelf, history: History, version: String) {
    self.outline = outline
    self.history = history
    self.version = version
  }

  /// Bytes of a text that is looked at while it is typed: what is longer would keep others waiting.
  private static let mostTyped = 1 << 20

  /// The content of the reply; nil where the kind of request is not one of these.
  func reply(to request: Request) -> JSONValue? {
    switch request.type {
    case "kernel_info_request": information
    case "complete_request": completions(request)
    case "inspect_request": inspection(request)
    case "is_complete_request": completeness(request)
    case "history_request": cells(request)
    default: nil
    }
  }

  // MARK: The kernel

  private var information: JSONValue {
    .object([
      .init("status", .string("ok")), .init("protocol_version", .string(Messenger.version)),
      .init("implementation", .string("setl")), .init("implementation_version", .string(version)),
      .init("banner", .string("setl \(version)   ?name helps, tour() teaches")),
      .init("debugger", .bool(false)), .init("help_links", .array([])),
      .init("supported_features", .array([.string("kernel subshells")])),
      .init("language_info", NotebookLanguage.information),
    ])
  }

  // MARK: The cell being typed

  private func typed(in request: Request) -> String {
    let text = request.text("code") ?? ""
    return text.utf8.count <= Self.mostTyped ? text : ""
  }

  private func completions(_ request: Request) -> JSONValue {
    let text = typed(in: request)
    let cursor = request.whole("cursor_pos") ?? text.unicodeScalars.count
    let bytes = CodePoints.bytes(before: cursor, of: text)
    let found = outline.outline?.completions(of: text, at: bytes)
    let start = CodePoints.count(before: found?.start ?? bytes, of: text)
    let end = CodePoints.count(before: bytes, of: text)
    let items = found?.items ?? []
    let types = items.map { item in
      JSONValue.object([
        .init("start", .number(Double(start))), .init("end", .number(Double(end))),
        .init("text", .string(item.text)), .init("type", .string(item.kind.word)),
        .init("signature", .string(item.kind == .function ? item.detail : "")),
      ])
    }
    return .object([
      .init("status", .string("ok")), .init("matches", .array(items.map { .string($0.text) })),
      .init("cursor_start", .number(Double(start))), .init("cursor_end", .number(Double(end))),
      .init("metadata", .object([.init("_jupyter_types_experimental", .array(types))])),
    ])
  }

  private func inspection(_ request: Request) -> JSONValue {
    let text = typed(in: request)
    let cursor = request.whole("cursor_pos") ?? text.unicodeScalars.count
    let bytes = CodePoints.bytes(before: cursor, of: text)
    let found = outline.outline?.inspection(of: text, at: bytes)
    return .object([
      .init("status", .string("ok")), .init("found", .bool(found != nil)),
      .init("data", found?.data ?? .object([])), .init("metadata", .object([])),
    ])
  }

  private func completeness(_ request: Request) -> JSONValue {
    var members: [JSONValue.Member] = []
    guard let text = request.text("code"), text.utf8.count <= Self.mostTyped else {
      return .object([.init("status", .string("unknown"))])
    }
    switch Session.completeness(of: text) {
    case .complete: members.append(.init("status", .string("complete")))
    case .incomplete(let indentation):
      members.append(.init("status", .string("incomplete")))
      members.append(.init("indent", .string(indentation)))
    case .invalid: members.append(.init("status", .string("invalid")))
    }
    return .object(members)
  }

  // MARK: Earlier cells

  /// Cells that are given at most.
  private static let mostCells = 10_000

  private func cells(_ request: Request) -> JSONValue {
    let most = min(max(request.whole("n") ?? Self.mostCells, 0), Self.mostCells)
    let found: [History.Entry] =
      switch request.text("hist_access_type") {
      case "tail": history.tail(most)
      case "search":
        history.matching(
          request.text("pattern") ?? "*", onlyOnce: request.flag("unique", orElse: false),
          limit: most)
      case "range":
        history.range(
          ofSession: request.whole("session") ?? 0, now: outline.session,
          from: request.whole("start") ?? 1, to: request.whole("stop"), limit: most)
      default: []
      }
    let hasOutput = request.flag("output", orElse: false)
    return .object([
      .init("status", .string("ok")),
      .init(
        "history",
        .array(
          found.map { entry in
            let text = JSONValue.string(entry.text)
            return .array([
              .number(Double(entry.session)), .number(Double(entry.number)),
              hasOutput ? .array([text, .null]) : text,
            ])
          })),
    ])
  }
}

/// Where the thread of the cells leaves what the other one answers from.
final class OutlineShelf: Sendable {
  private let state = Mutex<(outline: SessionOutline?, session: Int64?)>((nil, nil))

  func put(_ outline: SessionOutline, session: Int64?) {
    state.withLock { $0 = (outline, session) }
  }

  var outline: SessionOutline? { state.withLock { $0.outline } }
  /// The conversation's number in the history, once it has a cell.
  var session: Int64? { state.withLock { $0.session } }
}

extension Completion.Kind {
  /// What JupyterLab shows beside it.
  fileprivate var word: String {
    switch self {
    case .argument: "param"
    case .field: "property"
    case .variable: "instance"
    case .function: "function"
    case .keyword: "keyword"
    case .text: "text"
    case .file: "path"
    }
  }
}
