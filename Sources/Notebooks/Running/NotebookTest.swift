public import Evaluation
public import Sessions

/// Holds a notebook to the outputs that are stored in it: the texts of them. How far works were is not compared, nor
/// are times, speeds and memory.
extension FileTest {
  /// Runs all cells in a session of its own. Throws `NativeError` where the file cannot be read, and `ProgramStopped`
  /// where an interrupt ended the waiting for it.
  public init(
    notebook path: String, until interrupt: Interrupt,
    makeSession: (any OutputSink) throws -> Session
  ) throws {
    let stored = try NotebookFile.readProgram(path, until: interrupt).notebook
    let run = try NotebookRun(stored, stopsAtErrors: false, makeSession: makeSession)
    let pairs = zip(stored.cells, run.notebook.cells).enumerated()
      .filter { $0.element.0.isHeld }
    let differences = pairs.flatMap { place, cells in
      Difference.between(cells.0.comparedLines, cells.1.comparedLines, number: { $0 + 1 })
        .map { difference in
          var difference = difference
          difference.cell = place + 1
          return difference
        }
    }
    self.init(
      path: path, differences: differences, count: pairs.count)
  }
}

extension NotebookCell {
  /// Whether it ran when it was stored, and does again.
  fileprivate var isHeld: Bool { isToRun && (executionCount != nil || !outputs.isEmpty) }

  /// The texts of its outputs as a test compares them.
  fileprivate var comparedLines: [String] {
    outputs.filter { !$0.isWork }.flatMap(\.comparedLines)
  }
}

extension NotebookOutput {
  fileprivate var comparedLines: [String] {
    let text =
      switch self {
      case .stream(_, let text): text
      case .display, .result: text("text/plain") ?? ""
      case .error(let name, let value, _): "error[\(name)]: \(value)"
      }
    var compared = ComparedText()
    return text.linesOfText.map { compared.line($0) }
  }
}

/// A text, line by line, without what depends on the machine: times, speeds and memory, which are left out.
private struct ComparedText {
  private static let units: Set<Substring> = ["s", "ms", "min", "h", "KiB", "MiB", "GiB"]

  /// Where the column `seconds` of a table stands that was begun, counted from the end.
  private var column: Int?

  mutating func line(_ line: String) -> String {
    var kept: [Substring] = []
    for word in line.split(separator: " ") {
      let unit = word.prefix { $0.isLetter || $0 == "/" }
      let isUnit = Self.units.contains(unit) || unit.hasSuffix("/s")
      if isUnit, let number = kept.last, Self.isNumber(number) {
        kept.removeLast()
      } else {
        kept.append(word)
      }
    }
    if let column, column < kept.count, Self.isNumber(kept[kept.count - 1 - column]) {
      kept.remove(at: kept.count - 1 - column)
    } else {
      column = kept.lastIndex(of: "seconds").map { kept.count - 1 - $0 }
    }
    return kept.joined(separator: " ")
  }

  private static func isNumber(_ word: Substring) -> Bool {
    word.contains(where: \.isNumber)
      && word.allSatisfy { $0.isNumber || $0 == "." || $0 == "," || $0 == "(" }
  }
}
