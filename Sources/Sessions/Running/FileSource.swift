public import Evaluation
public import Syntax

/// Where imported files come from.
public protocol FileSource: Sendable {
  /// The text of `path`, as written in the source `importer`. Throws `NativeError`; `ProgramStopped` where an
  /// interrupt ended the waiting for it.
  func read(
    _ path: String, relativeTo importer: SourceText, until interrupt: Interrupt
  ) throws -> ImportedText
  /// What is different once the file at a place was written; nil where that cannot be told.
  func stamp(of place: String) -> FileStamp?
}

extension FileSource {
  public func stamp(of place: String) -> FileStamp? { nil }
}

/// For sessions that import nothing.
public struct NoFiles: FileSource {
  public init() {}
  public func read(
    _ path: String, relativeTo importer: SourceText, until interrupt: Interrupt
  ) throws -> ImportedText {
    throw NativeError("S0309", "files cannot be imported here")
  }
}
