internal import JSON

/// What of a script a notebook would not give back by itself, kept in its metadata under `percent`: how a mark is
/// written, comments without their space, more or fewer empty lines.
///
/// A note counts as long as it still says what the cell says.
struct PercentNotes {
  static let name = "percent"

  private(set) var members: [JSONValue.Member]

  init() { members = [] }

  init(of metadata: [JSONValue.Member]) { members = metadata[Self.name]?.members ?? [] }

  subscript(_ name: String) -> JSONValue? {
    get { members[name] }
    set { members[name] = newValue }
  }

  /// Metadata with these notes.
  func added(to metadata: [JSONValue.Member]) -> [JSONValue.Member] {
    guard !members.isEmpty else { return metadata }
    var result = metadata
    result[Self.name] = .object(members)
    return result
  }
}

extension NotebookCell {
  /// The metadata that a mark says: when a cell ran is part of its outputs.
  var metadataOfMark: [JSONValue.Member] {
    metadata.filter { $0.name != PercentNotes.name && $0.name != "execution" }
  }

  var mark: CellMark {
    var cell = self
    cell.metadata = metadataOfMark
    return CellMark(cell)
  }
}
