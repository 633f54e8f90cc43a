public import Syntax

/// What a script says of itself: what it prints, and the error that it ends with, in comments beside the
/// lines that do.
///
///     print(2 + 3)  # expect: 5
///     print(x)      # expect error: S0301
///
/// Nothing else may be printed, and no other error may be raised.
public struct Expectations {
  private struct Mark {
    /// From 1.
    var line: Int
    var text: String
  }

  private var output: [Mark] = []
  private var errors: [Mark] = []

  /// How many there are.
  public var count: Int { output.count + errors.count }

  public init(of script: String) {
    for (number, line) in script.linesOfText.enumerated() {
      if let mark = line.firstRange(of: "# expect: ") {
        output.append(Mark(line: number + 1, text: String(line[mark.upperBound...])))
      } else if let mark = line.firstRange(of: "# expect error: ") {
        errors.append(Mark(line: number + 1, text: String(line[mark.upperBound...])))
      }
    }
  }

  /// Where the script did not do as it says: the lines that it printed, and what it ended with.
  public func differences(lines: [String], diagnostics: [Diagnostic]) -> [Difference] {
    let last = output.last?.line ?? 1
    let result = Difference.between(output.map(\.text), lines) {
      output.indices.contains($0) ? output[$0].line : last
    }
    return result + errorDifferences(diagnostics)
  }

  private func errorDifferences(_ diagnostics: [Diagnostic]) -> [Difference] {
    let found = diagnostics.map { diagnostic in
      (line: diagnostic.label.map { $0.source.line(at: $0.span.start) + 1 } ?? 0, diagnostic)
    }
    let expected = errors.map { "\($0.text) line \($0.line)" }
    guard found.map({ "\($0.1.code) line \($0.line)" }) != expected else { return [] }
    return [
      Difference(
        line: errors.first?.line ?? found.first?.line ?? 1,
        expected: errors.map { "error \($0.text) in line \($0.line)" },
        found: found.flatMap {
          ["error \($0.1.code) in line \($0.line)"]
            + DiagnosticRenderer().render($0.1).linesOfText
        })
    ]
  }
}
