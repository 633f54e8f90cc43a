internal import Syntax

/// A script as a notebook: a line that starts with `# %%` begins a cell.
public enum CellMarks {
  /// The cells of a script, without their marks; those that hold no code are left out. A script without
  /// marks is one cell.
  public static func cells(of script: String) -> [String] {
    var cells = [""]
    for line in script.linesOfText {
      // Markdown stands behind `#` in each line, so such a cell holds no code.
      if line.hasPrefix("# %%") { cells.append("") } else { cells[cells.count - 1] += line + "\n" }
    }
    return cells.filter(holdsCode).map { trimmed($0) }
  }

  private static func holdsCode(_ cell: String) -> Bool {
    cell.split(separator: "\n").contains { line in
      let code = line.drop { $0.isWhitespace }
      return !code.isEmpty && !code.hasPrefix("#")
    }
  }

  /// Without empty lines at the beginning and white space at the end.
  private static func trimmed(_ cell: String) -> String {
    var lines = cell.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let first = lines.first, first.allSatisfy(\.isWhitespace) { lines.removeFirst() }
    return lines.joined(separator: "\n").trimmedEnd
  }
}
