internal import Evaluation

/// What the readers of files take beside the path.
extension Parameter where Content == String? {
  static var separator: Parameter {
    .optional(
      "separator", shown: "by the name",
      "what parts the columns, such as \";\"; else tabs where the name ends in .tsv, and commas",
      orElse: nil)
  }

  static var encoding: Parameter {
    .optional(
      "encoding", shown: "\"utf-8\"",
      "\"latin-1\", \"windows-1252\", \"utf-16\" …; a byte order mark decides", orElse: nil)
  }

  /// Named `file` to programs.
  static var member: Parameter {
    .optional("file", shown: "the only one", "which file of an archive", orElse: nil)
  }
}
