public import Evaluation
internal import Sessions
internal import WholeFiles

/// Files that hold cells, by how their names end: notebooks (`.ipynb`), scripts, and pages (`.html`).
public enum NotebookFile {
  /// Pictures in outputs make notebooks large.
  private static let largest = 256 << 20

  public static func isNotebook(_ path: String) -> Bool { path.lowercased().hasSuffix(".ipynb") }
  public static func isScript(_ path: String) -> Bool { path.lowercased().hasSuffix(".setl") }
  public static func isPage(_ path: String) -> Bool { path.lowercased().hasSuffix(".html") }

  /// A notebook, or a script as one, and what was left out of it, a sentence each. Throws `NativeError` where it
  /// cannot be read, and `ProgramStopped` where an interrupt ended the waiting.
  public static func read(
    _ path: String, until interrupt: Interrupt
  ) throws -> (notebook: Notebook, remarks: [String]) {
    guard isNotebook(path) else {
      return (Notebook(percent: try ScriptFiles.text(of: path, until: interrupt)), [])
    }
    var reader = NotebookReader(name: path)
    let text = try ScriptFiles.text(of: path, until: interrupt, atMost: largest)
    return (try reader.read(text), reader.remarks)
  }

  /// The same of a notebook that is to be run.
  public static func readProgram(
    _ path: String, until interrupt: Interrupt
  ) throws -> (notebook: Notebook, remarks: [String]) {
    let file = try read(path, until: interrupt)
    let language = file.notebook.language ?? NotebookLanguage.name
    guard language.lowercased() == NotebookLanguage.name else {
      throw NativeError(
        "S0502", "`\(path)` is written in \(language)", notes: ["its cells are no setl"],
        help: "choose the kernel setl for it in Jupyter, if they are")
    }
    return file
  }

  /// Writes a notebook, as a script or a page where the name says so, and gives what was left out. Throws
  /// `NativeError`.
  public static func write(_ notebook: Notebook, to path: String) throws -> [String] {
    var remarks: [String] = []
    let text: String
    if isPage(path) {
      text = NotebookPage(notebook, title: title(of: path)).text
    } else if isNotebook(path) {
      text = notebook.fileText
    } else {
      (text, remarks) = notebook.percent
    }
    do throws(WholeFile.Failure) {
      try WholeFile.write(Array(text.utf8), to: path)
    } catch {
      throw error.nativeError
    }
    return remarks
  }

  /// The name of the file, without its folder and ending.
  private static func title(of path: String) -> String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
  }
}
