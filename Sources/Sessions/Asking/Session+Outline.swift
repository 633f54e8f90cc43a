extension Session {
  /// What the session knows now. Kept until the next cell; only on the thread that runs cells.
  public var outline: SessionOutline { outlines.present }

  /// The same, with what takes at most `budget` to show of the values of variables.
  public func outline(showing budget: Duration) -> SessionOutline { outlines.make(showing: budget) }

  /// Is given what the session knows on the thread that runs cells: after each cell, and about twice a
  /// second while one runs that puts something out, for less than three per cent of the time.
  public var onOutline: ((SessionOutline) -> Void)? {
    get { outlines.onOutline }
    set { outlines.onOutline = newValue }
  }
}
