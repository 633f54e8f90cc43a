public import JSON
internal import Sessions

/// What notebooks and kernels say of the language.
public enum NotebookLanguage {
  public static let name = "setl"

  /// `kernelspec` of a notebook: which kernel runs it.
  public static let kernel = JSONValue.object([
    .init("display_name", .string(name)), .init("language", .string(name)),
    .init("name", .string(name)),
  ])

  /// `language_info` of a notebook, and of a kernel's information.
  ///
  /// Where JupyterLab lacks the language's own mode, Python's indents and comments as it should.
  public static let information = JSONValue.object([
    .init(
      "codemirror_mode",
      .object([.init("mime", .string("text/x-python")), .init("name", .string(name))])),
    .init("file_extension", .string(".setl")), .init("mimetype", .string("text/x-setl")),
    .init("name", .string(name)), .init("pygments_lexer", .string(name)),
    .init("version", .string(Release.number)),
  ])
}
