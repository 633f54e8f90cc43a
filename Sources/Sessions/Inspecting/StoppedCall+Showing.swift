internal import Characters
internal import Evaluation
internal import Syntax

/// What a person is told of a call that stands still.
extension StoppedCall {
  /// `f`, `a function`, `In [3]`.
  var label: String { name ?? (isProgram ? source.name : "a function") }

  /// `In [3]:2`
  var placeText: String { "\(source.name):\(line + 1)" }

  private var line: Int { source.line(at: span.start) }

  /// The line where it stands, marked, with `count` lines before and after it.
  func excerpt(around count: Int) -> [String] {
    let last = source.lineStarts.count - 1
    let shown = max(line - count, 0)...min(line + count, last)
    let width = "\(shown.upperBound + 1)".count
    var lines = shown.map { number in
      let digits = "\(number + 1)"
      let margin = String(repeating: " ", count: width - digits.count)
      let text = source.text(in: source.span(ofLine: number))
      return "\(number == line ? ">" : " ") \(margin)\(digits) | \(shownOnLine(text))".trimmedEnd
    }
    // A text that ends with its line has no other.
    if lines.count > 1, lines.last?.hasSuffix("|") == true { lines.removeLast() }
    return lines
  }

  var variableTable: DisplayBundle {
    guard !variables.isEmpty else {
      return DisplayBundle(
        text: "it has no variables of its own; those of the session are seen too")
    }
    return DisplayBundle([.table(variableRows)])
  }

  var variableRows: Table {
    Table(
      [.left(), .left(), .left()],
      variables.map { ["  " + $0.name, $0.value.kind, Session.summary(of: $0.value)] })
  }
}

extension StoppedCall {
  /// Of the table of all calls.
  fileprivate func row(isMarked: Bool) -> [String] {
    let line = excerpt(around: 0).first?.split(separator: "|", maxSplits: 1).last
    return [
      isMarked ? ">" : "", label, placeText, line.map { String($0.drop { $0 == " " }) } ?? "",
    ]
  }
}

extension [StoppedCall] {
  /// A row for each, the innermost first; of many those at both ends, and those around `place`.
  func table(marking place: Int) -> Table {
    var rows: [[String]] = []
    var leftOut = 0
    for (index, call) in enumerated() {
      guard isShown(index, marking: place) else {
        leftOut += 1
        continue
      }
      if leftOut > 0 { rows.append(["", "… \(leftOut) more"]) }
      leftOut = 0
      rows.append(call.row(isMarked: index == place))
    }
    return Table([.left(), .left("call"), .left("at"), .left()], rows)
  }

  private func isShown(_ index: Int, marking place: Int) -> Bool {
    count <= 20 || index < 8 || index >= count - 4 || abs(index - place) <= 2
  }
}
