/// What is wrong in a program, where, why, and what to do about it.
///
/// A diagnostic is a value; `DiagnosticRenderer` words it for a terminal. The order of a rendered
/// diagnostic is: what is wrong (code and title), where (excerpt, caret, label), why (notes), what
/// to do (help), how the program came there (backtrace).
public struct Diagnostic: Error, Sendable {
  public enum Severity: Sendable { case error, warning }

  /// A place in a source, and what is to be said of it.
  public struct Label: Sendable {
    public var source: SourceText
    public var span: Span
    /// A few words at the caret; may be empty.
    public var text: String

    public init(_ source: SourceText, _ span: Span, _ text: String = "") {
      self.source = source
      self.span = span
      self.text = text
    }
  }

  /// A call, or a module to import, that was meant where the text is no program.
  public struct Meant: Sendable {
    public var name: String
    /// As they are written; nil of a module.
    public var arguments: [String]?
  }

  /// One call on the way to the error: the function's name and where in it the program stood.
  public struct Frame: Sendable {
    public var function: String
    public var source: SourceText
    public var span: Span

    public init(function: String, source: SourceText, span: Span) {
      self.function = function
      self.source = source
      self.span = span
    }
  }

  /// Stable: `S01…` text and tokens, `S02…` values and shapes, and so on; see `explain`.
  public var code: String
  public var severity: Severity = .error
  /// What is wrong, in a few words, without a capital or a full stop.
  public var title: String
  /// Where; absent when no place in a program is to blame.
  public var label: Label?
  /// Other places that matter, each with its own words.
  public var otherLabels: [Label] = []
  /// Facts that explain the error, a line each.
  public var notes: [String] = []
  /// What to do, as an instruction.
  public var help: String?
  /// What the library says of this name goes before `help`.
  public var meant: Meant?
  /// The calls on the way, innermost first; empty at the top level.
  public var backtrace: [Frame] = []
  /// Calls in the middle of a long backtrace that are not kept.
  public var omittedCalls = 0

  public init(
    code: String, title: String, label: Label? = nil, otherLabels: [Label] = [],
    notes: [String] = [], help: String? = nil, severity: Severity = .error
  ) {
    self.code = code
    self.title = title
    self.label = label
    self.otherLabels = otherLabels
    self.notes = notes
    self.help = help
    self.severity = severity
  }
}
