/// How far a long work is.
public struct Progress {
  /// On one line.
  public var line: String
  /// On several, for a place of `columns` by `rows` characters; none when that is too small.
  public var panel: (_ columns: Int, _ rows: Int) -> [String]
  /// For a page, which replaces what it showed before; nil where the line says all. It is asked for once
  /// more when the work is over: what it gives then stays, and tells how the work ended.
  public var page: ((_ isOver: Bool) -> DisplayBundle)?
  /// Which work it is, where several go on within each other.
  public var work: ObjectIdentifier?
  /// The work has just begun, and may be over before anybody could read of it: what passes leaves no trace, and
  /// is not worth showing yet.
  public var isBrief = false

  public init(
    line: String, work: ObjectIdentifier? = nil,
    panel: @escaping (Int, Int) -> [String] = { _, _ in [] },
    page: ((_ isOver: Bool) -> DisplayBundle)? = nil
  ) {
    self.line = line
    self.work = work
    self.panel = panel
    self.page = page
  }
}
