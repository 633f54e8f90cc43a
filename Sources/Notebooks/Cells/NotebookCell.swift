public import JSON

/// One cell of a notebook.
public struct NotebookCell: Sendable, Equatable {
  public enum Kind: String, Sendable { case code, markdown, raw }

  /// Letters, digits, `-` and `_`, 64 at most; of each notebook its own.
  public var id: String
  public var kind: Kind
  public var source: String
  public var metadata: [JSONValue.Member]
  /// Pictures that Markdown shows, by their names, each with its forms by MIME type.
  public var attachments: JSONValue?
  /// Of code alone.
  public var outputs: [NotebookOutput]
  /// The number of the cell when it ran last.
  public var executionCount: Int?

  public init(
    _ kind: Kind, _ source: String, id: String = "", metadata: [JSONValue.Member] = [],
    attachments: JSONValue? = nil, outputs: [NotebookOutput] = [], executionCount: Int? = nil
  ) {
    self.id = id
    self.kind = kind
    self.source = source
    self.metadata = metadata
    self.attachments = attachments
    self.outputs = outputs
    self.executionCount = executionCount
  }

  public var tags: [String] { metadata["tags"]?.array?.compactMap(\.string) ?? [] }

  /// Its title, which stands on the mark of a script's cell.
  public var title: String? { metadata["title"]?.string }

  /// An error of it is what its author wants to show.
  public var mayFail: Bool { tags.contains("raises-exception") }
}
