public import JSON

/// Cells and what is said of them, as Jupyter keeps them in files.
///
/// What a file holds beside that is kept: metadata that nobody here knows, outputs of other kernels.
public struct Notebook: Sendable, Equatable {
  public var cells: [NotebookCell]
  /// Of the notebook as a whole; `kernelspec` and `language_info` among them.
  public var metadata: [JSONValue.Member]

  public init(cells: [NotebookCell], metadata: [JSONValue.Member] = []) {
    self.cells = cells
    self.metadata = metadata
  }

  /// The language that it is written in, as it says itself; nil where it does not.
  public var language: String? {
    metadata["kernelspec"]?["language"]?.string ?? metadata["language_info"]?["name"]?.string
  }

  /// With what every notebook says of its language, where it does not say so itself.
  public var withLanguage: Notebook {
    guard (language ?? NotebookLanguage.name) == NotebookLanguage.name else { return self }
    var result = self
    if metadata["kernelspec"]?.members == nil {
      result.metadata["kernelspec"] = NotebookLanguage.kernel
    }
    result.metadata["language_info"] = NotebookLanguage.information
    return result
  }
}
