public import Evaluation
internal import Characters
internal import JSON

/// Reads notebooks of nbformat 4, of any minor version.
///
/// What is no notebook is told, with the cell where it is wrong. What a notebook must not hold, and so cannot be
/// kept, is left out and told in `remarks`.
public struct NotebookReader {
  public private(set) var remarks: [String] = []
  private let name: String

  /// `name` is the file's, for messages.
  public init(name: String) { self.name = name }

  /// Throws `NativeError`.
  public mutating func read(_ text: String) throws(NativeError) -> Notebook {
    let json: JSONValue
    do {
      json = try JSONValue(reading: Array(text.utf8))
    } catch {
      throw failure("line \(error.line), column \(error.column): \(error.reason)")
    }
    guard let members = json.members, let format = json["nbformat"]?.number else {
      throw failure("it has no `nbformat`, which says the version of the format")
    }
    guard format == 4 else { throw otherVersion(json["nbformat"] ?? .null, isOlder: format < 4) }
    tellOthers(
      in: members, than: ["cells", "metadata", "nbformat", "nbformat_minor"], "the notebook")
    guard let items = json["cells"]?.array else { throw failure("it has no list `cells`") }
    var identifiers = CellIdentifiers()
    let isNew = (json["nbformat_minor"]?.number ?? 0) >= 5
    var cells: [NotebookCell] = []
    for (place, item) in items.enumerated() {
      let cell = try cell(item, "cell \(place + 1)")
      if !identifiers.take(cell.id), isNew {
        remarks.append("cell \(place + 1) has no id of its own: it gets one")
      }
      cells.append(cell)
    }
    let notebook = Notebook(
      cells: cells, metadata: try object(json["metadata"], "the notebook's `metadata`"))
    return notebook.withIdentifiers
  }

  // MARK: Cells

  private mutating func cell(
    _ json: JSONValue, _ place: String
  ) throws(NativeError) -> NotebookCell {
    guard let members = json.members, let word = json["cell_type"]?.string else {
      throw failure("\(place) has no `cell_type`")
    }
    guard let kind = NotebookCell.Kind(rawValue: word) else {
      throw failure("\(place) is of kind `\(shownOnLine(word))`, and not code, markdown or raw")
    }
    guard let source = json["source"].flatMap(Self.text) else {
      throw failure("\(place) has no `source`, a text or a list of lines")
    }
    var cell = NotebookCell(kind, source, id: json["id"]?.string ?? "")
    cell.metadata = try object(json["metadata"], "`metadata` of \(place)")
    var known = ["cell_type", "id", "metadata", "source"]
    if kind == .code {
      known += ["execution_count", "outputs"]
      cell.executionCount = try count(json["execution_count"], place)
      guard let outputs = (json["outputs"] ?? .array([])).array else {
        throw failure("`outputs` of \(place) is no list")
      }
      for (number, item) in outputs.enumerated() {
        cell.outputs.append(try output(item, "output \(number + 1) of \(place)"))
      }
    } else if let attachments = json["attachments"] {
      let names = try object(attachments, "`attachments` of \(place)")
      cell.attachments = .object(
        names.map { .init($0.name, $0.value.members.map { .object(Self.joined($0)) } ?? $0.value) })
    }
    if kind != .code { known.append("attachments") }
    tellOthers(in: members, than: known, place)
    return cell
  }

  private mutating func output(
    _ json: JSONValue, _ place: String
  ) throws(NativeError) -> NotebookOutput {
    guard let members = json.members, let type = json["output_type"]?.string else {
      throw failure("\(place) has no `output_type`")
    }
    func known(_ names: String...) -> [String] { names + ["output_type"] }
    switch type {
    case "stream":
      tellOthers(in: members, than: known("name", "text"), place)
      guard let text = json["text"].flatMap(Self.text) else {
        throw failure("\(place) has no `text`")
      }
      return .stream(name: json["name"]?.string ?? "stdout", text: text)
    case "display_data":
      tellOthers(in: members, than: known("data", "metadata"), place)
      return .display(
        data: Self.joined(try object(json["data"], "`data` of \(place)")),
        metadata: .object(try object(json["metadata"], "`metadata` of \(place)")))
    case "execute_result":
      tellOthers(in: members, than: known("data", "metadata", "execution_count"), place)
      return .result(
        data: Self.joined(try object(json["data"], "`data` of \(place)")),
        metadata: .object(try object(json["metadata"], "`metadata` of \(place)")),
        count: try count(json["execution_count"], place))
    case "error":
      tellOthers(in: members, than: known("ename", "evalue", "traceback"), place)
      let traceback = json["traceback"]?.array ?? []
      let lines = traceback.compactMap(\.string)
      guard lines.count == traceback.count else {
        throw failure("`traceback` of \(place) is no list of lines")
      }
      return .error(
        name: json["ename"]?.string ?? "", value: json["evalue"]?.string ?? "", traceback: lines)
    default:
      throw failure("\(place) is of type `\(shownOnLine(type))`, which is not known")
    }
  }

  // MARK: Parts

  private static func text(_ json: JSONValue) -> String? {
    if let text = json.string { return text }
    guard let lines = json.array else { return nil }
    let texts = lines.compactMap(\.string)
    return texts.count == lines.count ? texts.joined() : nil
  }

  /// Forms by MIME type, with texts that are lists of lines as one; JSON stays as it is.
  private static func joined(_ data: [JSONValue.Member]) -> [JSONValue.Member] {
    data.map { form in
      let isJSON =
        form.name == "application/json"
        || form.name.hasPrefix("application/") && form.name.hasSuffix("+json")
      guard !isJSON, let text = text(form.value) else { return form }
      return .init(form.name, .string(text))
    }
  }

  private func object(
    _ json: JSONValue?, _ place: String
  ) throws(NativeError) -> [JSONValue.Member] {
    guard let json else { return [] }
    guard let members = json.members else { throw failure("\(place) is no object") }
    return members
  }

  private func count(_ json: JSONValue?, _ place: String) throws(NativeError) -> Int? {
    guard let json, json != .null else { return nil }
    guard let count = json.number.flatMap({ Int(exactly: $0) }), count >= 0 else {
      throw failure("`execution_count` of \(place) is no count")
    }
    return count
  }

  private mutating func tellOthers(
    in members: [JSONValue.Member], than known: [String], _ place: String
  ) {
    for member in members where !known.contains(member.name) {
      remarks.append(
        "`\(shownOnLine(member.name))` of \(place) is no part of the format, and is left out")
    }
  }

  // MARK: Messages

  private func failure(_ reason: String) -> NativeError {
    NativeError("S0501", "`\(name)` is no notebook", notes: [reason])
  }

  private func otherVersion(_ version: JSONValue, isOlder: Bool) -> NativeError {
    NativeError(
      "S0501", "`\(name)` is a notebook in version \(shownOnLine(version.text)) of the format",
      notes: ["version 4 is read and written"],
      help: isOlder
        ? "have Jupyter write it anew:  jupyter nbconvert --to notebook --nbformat 4 \(name)" : nil)
  }
}
