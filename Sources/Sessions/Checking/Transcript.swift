internal import Evaluation
public import Syntax
internal import WholeFiles

/// Cells and what they gave, as text: what a person would have seen at a prompt, without colours and
/// times.
///
///     In [1]: let x = 20
///     In [2]: fn f(a) {
///        ...:     a + 1
///        ...: }
///     In [3]: f(x)
///     Out[3]: 21
public struct Transcript {
  public struct Turn: Equatable {
    public var input: String
    /// Lines.
    public var output: [String]
    /// Where the input begins and where the output does, from 1.
    var line = 0
    var outputLine = 0
  }

  public var turns: [Turn]

  /// Whether a text is one.
  public static func begins(_ text: String) -> Bool { text.hasPrefix(Prompt(1).first) }

  /// Reads a transcript: a line is an input where it bears the number that is next.
  public init(parsing text: String) {
    turns = []
    var isInput = false
    for (number, line) in text.linesOfText.enumerated() {
      if let input = Self.rest(of: line, after: Prompt(turns.count + 1).first) {
        turns.append(Turn(input: input, output: [], line: number + 1, outputLine: number + 2))
        isInput = true
      } else if isInput, let input = Self.rest(of: line, after: Prompt(turns.count).next) {
        turns[turns.count - 1].input += "\n" + input
        turns[turns.count - 1].outputLine += 1
      } else if !turns.isEmpty {
        turns[turns.count - 1].output.append(line)
        isInput = false
      }
    }
  }

  private static func rest(of line: String, after prompt: String) -> String? {
    guard line.hasPrefix(prompt) else { return nil }
    let rest = line.dropFirst(prompt.count)
    return String(rest.first == " " ? rest.dropFirst() : rest)
  }

  /// An input as the prompt shows it.
  static func shown(_ input: String, number: Int) -> String {
    let lines = input.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().map { place, line in
      let start = place == 0 ? Prompt(number).first : Prompt(number).next
      return line.isEmpty ? start + "\n" : "\(start) \(line)\n"
    }.joined()
  }
}

extension Transcript {
  /// Writes a transcript to a file, whole or not at all. Throws `NativeError`.
  public static func write(_ text: String, to path: String) throws {
    do throws(WholeFile.Failure) {
      try WholeFile.write(Array(text.utf8), to: path)
    } catch {
      throw error.nativeError
    }
  }
}

extension Session.Result {
  /// What is told of a cell that an interrupt ended.
  public static var interruption: String { "interrupted; every variable keeps its value" }

  /// What the prompt tells of cell `number` when it is over.
  public func shown(number: Int, renderer: DiagnosticRenderer = DiagnosticRenderer()) -> String {
    switch end {
    case .finished:
      guard let echo else { return "" }
      return "\(Prompt(number).out)\(echo.text.contains("\n") ? "\n" : " ")\(echo.text)\n"
    case .failed(let diagnostics): return diagnostics.map { renderer.render($0) }.joined()
    case .interrupted: return Self.interruption + "\n"
    case .left: return ""
    }
  }
}

extension Session {
  /// Runs cells as at a prompt, and gives the transcript's text. `output` is what the session writes to;
  /// `show` is told what the session itself does not write: inputs and results.
  ///
  /// A cell that fails does not end it, an interrupt does.
  public func runCells(
    _ cells: [String], output: RecordedOutput, show: (String) -> Void = { _ in }
  ) -> (text: String, end: Result.End) {
    var text = ""
    var end = Result.End.finished
    for cell in cells {
      let input = Transcript.shown(cell, number: cellCount + 1)
      show(input)
      _ = output.take()
      let result = runCell(cell)
      let shown = result.shown(number: cellCount)
      show(shown)
      text += input + output.take()
      if !text.hasSuffix("\n") { text += "\n" }
      text += shown
      if case .finished = result.end { continue }
      end = result.end
      if case .failed = end { continue }
      break
    }
    return (text, end)
  }
}
