import Builtins
import Evaluation
import Sessions
import StandardLibrary
import Syntax
import Testing

/// A session for jobs, whose output and files are in memory.
struct JobSession {
  let session: Session
  let output = KeptOutput()

  init(files: [String: String] = [:]) throws {
    session = try Session(
      library: coreLibrary,
      standardLibrary: StandardLibrary.files, output: output, files: MemoryFiles(texts: files))
  }

  /// Runs a script, which must come to its end; what is wrong in it says `assert`.
  func run(_ text: String, at location: SourceLocation = #_sourceLocation) {
    let result = session.runScript(text, name: "test.setl", arguments: [])
    if case .finished = result.end { return }
    var shown = "interrupted"
    if case .failed(let diagnostics) = result.end {
      shown = diagnostics.map { DiagnosticRenderer().render($0) }.joined()
    }
    Issue.record("\(shown)", sourceLocation: location)
  }
}

final class KeptOutput: OutputSink {
  private(set) var text = ""
  private(set) var milestones: [String] = []
  /// Called after each.
  var onMilestone: (() -> Void)?

  func write(_ text: String) { self.text += text }
  func display(_ bundle: DisplayBundle) { text += bundle.text + "\n" }
  func progress(_ progress: Progress?) {}
  func milestone(_ line: String, details: [String]) {
    milestones.append(([line] + details).joined(separator: "  "))
    onMilestone?()
  }
}

/// Files that are imported, by their paths.
struct MemoryFiles: FileSource {
  var texts: [String: String]

  func read(
    _ path: String, relativeTo importer: SourceText, until interrupt: Interrupt
  ) throws -> ImportedText {
    guard let text = texts[path] else { throw NativeError("S0309", "no file `\(path)`") }
    return ImportedText(source: SourceText(name: path, text: text), identity: path)
  }
}
