import Builtins
import Evaluation
import Sessions
import StandardLibrary
import Syntax

/// A session whose output is kept.
struct TestSession {
  let session: Session
  let output: RecordedOutput

  init(history: History? = nil, keepsPictures: Bool = true) throws {
    output = RecordedOutput(keepsPictures: keepsPictures)
    session = try Self.session(output: output, history: history)
  }

  static func session(output: any OutputSink, history: History? = nil) throws -> Session {
    try Session(
      library: coreLibrary,
      standardLibrary: StandardLibrary.files, output: output, files: ScriptFiles(),
      history: history)
  }

  /// What a script prints, and the diagnostics it ends with.
  func run(
    _ text: String, name: String = "test.setl", arguments: [String] = []
  ) -> (lines: [String], diagnostics: [Diagnostic]) {
    let result = session.runScript(text, name: name, arguments: arguments)
    var diagnostics: [Diagnostic] = []
    if case .failed(let found) = result.end { diagnostics = found }
    return (output.lines, diagnostics)
  }

  /// The code of the error that `text` ends with; nil when it does not.
  func errorCode(of text: String) -> String? { run(text).diagnostics.first?.code }
}

extension String {
  /// Without what breaks a text into lines.
  var onOneLine: String { split { $0.isWhitespace }.joined(separator: " ") }
}
