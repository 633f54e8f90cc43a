/// A value as front ends show it: a MIME type for each form, `text/plain` always among them.
public struct DisplayBundle: Sendable, Equatable {
  public var forms: [String: String]

  public init(text: String, forms: [String: String] = [:]) {
    self.forms = forms
    self.forms["text/plain"] = text
  }

  public var text: String { forms["text/plain"] ?? "" }
}

/// Where everything goes that a program puts out, in the order of the program.
public protocol OutputSink: AnyObject {
  /// What `print` wrote, line breaks included.
  func write(_ text: String)
  /// What `summary`, `plot` and the like show.
  func display(_ bundle: DisplayBundle)
  /// How far a long work is: replaces what was told before; nil removes it.
  func progress(_ progress: Progress?)
  /// A line about work that is done, such as an epoch: it stays, but is not the program's own output.
  func milestone(_ line: String)
}

/// How far a long work is.
public struct Progress {
  /// On one line.
  public var line: String
  /// On several, for a place of `columns` by `rows` characters; none when that is too small.
  public var panel: (_ columns: Int, _ rows: Int) -> [String]

  public init(line: String, panel: @escaping (Int, Int) -> [String] = { _, _ in [] }) {
    self.line = line
    self.panel = panel
  }
}
