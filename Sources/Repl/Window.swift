internal import Glibc

/// The window that standard output is shown in.
enum Window {
  /// Rows and columns; nil where there is none, or it does not tell.
  static var size: (rows: Int, columns: Int)? {
    var size = winsize()
    guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0
    else { return nil }
    return (Int(size.ws_row), Int(size.ws_col))
  }

  /// What every terminal has, where the window does not tell.
  static var usualSize: (rows: Int, columns: Int) { size ?? (24, 80) }

  /// Whether a line can be edited in it: libedit takes memory for all of it, and no screen has as many
  /// characters as this.
  static var isDrawnOn: Bool { usualSize.rows * usualSize.columns <= 1 << 22 }

  /// Whether it is one of a terminal that can move its cursor, as all do but `dumb` ones.
  static var moves: Bool {
    let kind = getenv("TERM").map { String(cString: $0) } ?? ""
    return isatty(STDOUT_FILENO) == 1 && kind != "" && kind != "dumb"
  }
}
