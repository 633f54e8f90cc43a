internal import JSON

/// Notebooks as files: nbformat 4.5, to the byte as Jupyter writes it.
extension Notebook {
  /// The text of its file: names sorted, a space a level, texts as lists of lines, a line break at the end.
  public var fileText: String {
    JSONValue.object([
      .init("cells", .array(withIdentifiers.cells.map(\.json))),
      .init("metadata", .object(withLanguage.metadata)),
      .init("nbformat", .number(4)), .init("nbformat_minor", .number(5)),
    ]).text(.indented, sorted: true) + "\n"
  }
}

extension NotebookCell {
  fileprivate var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("cell_type", .string(kind.rawValue)), .init("id", .string(id)),
      .init("metadata", .object(metadata)), .init("source", .lines(source)),
    ]
    if let attachments {
      members["attachments"] = .object(
        (attachments.members ?? []).map { name in
          .init(name.name, name.value.members.map(JSONValue.bundle) ?? name.value)
        })
    }
    if kind == .code {
      members["execution_count"] = .count(executionCount)
      members["outputs"] = .array(outputs.map(\.json))
    }
    return .object(members)
  }
}

extension NotebookOutput {
  fileprivate var json: JSONValue {
    func output(_ type: String, _ members: [JSONValue.Member]) -> JSONValue {
      .object([.init("output_type", .string(type))] + members)
    }
    switch self {
    case .stream(let name, let text):
      return output("stream", [.init("name", .string(name)), .init("text", .lines(text))])
    case .display(let data, let metadata):
      return output("display_data", [.init("data", .bundle(data)), .init("metadata", metadata)])
    case .result(let data, let metadata, let count):
      return output(
        "execute_result",
        [
          .init("data", .bundle(data)), .init("execution_count", .count(count)),
          .init("metadata", metadata),
        ])
    case .error(let name, let value, let traceback):
      return output(
        "error",
        [
          .init("ename", .string(name)), .init("evalue", .string(value)),
          .init("traceback", .array(traceback.map { .string($0) })),
        ])
    }
  }
}

extension JSONValue {
  fileprivate static func lines(_ text: String) -> JSONValue {
    .array(text.linesWithEnds.map { .string($0) })
  }

  fileprivate static func count(_ count: Int?) -> JSONValue {
    count.map { .number(Double($0)) } ?? .null
  }

  /// Forms by MIME type, those that are texts as lines.
  fileprivate static func bundle(_ data: [Member]) -> JSONValue {
    .object(
      data.map { form in
        let isText =
          form.name.hasPrefix("text/") || form.name == "application/javascript"
          || form.name == "image/svg+xml"
        guard isText, let text = form.value.string else { return form }
        return .init(form.name, .lines(text))
      })
  }
}
