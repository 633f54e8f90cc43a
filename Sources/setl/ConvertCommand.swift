internal import ArgumentParser
internal import Evaluation
internal import Glibc
internal import Notebooks
internal import Repl
internal import Characters

/// `setl convert FROM TO`: a script as a notebook, a notebook as a script, either as a page.
struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "setl convert",
    abstract: "Makes notebooks (.ipynb), scripts (.setl) and pages (.html) of each other.")

  @Argument(help: "A notebook or a script.")
  var source: String

  @Argument(
    help: "The file to write, which is replaced: a notebook, a script or a page, by its ending.")
  var target: String

  func validate() throws {
    guard NotebookFile.isNotebook(source) || NotebookFile.isScript(source) else {
      throw ValidationError("a notebook (.ipynb) or a script (.setl) is read, and no `\(source)`")
    }
    guard
      NotebookFile.isNotebook(target) || NotebookFile.isScript(target)
        || NotebookFile.isPage(target)
    else {
      throw ValidationError(
        "a notebook (.ipynb), a script (.setl) or a page (.html) is written, and no `\(target)`")
    }
  }
}

extension Setl {
  func convert(_ command: ConvertCommand, _ interrupt: Interrupt) {
    do {
      let (notebook, remarks) = try NotebookFile.read(command.source, until: interrupt)
      tellRemarks(remarks, of: command.source)
      tellRemarks(try NotebookFile.write(notebook, to: command.target), of: command.target)
    } catch {
      fail(error)
    }
  }

  /// What was left out of a file.
  func tellRemarks(_ remarks: [String], of path: String) {
    for remark in remarks { Streams.error("\(shownOnLine(path)): \(remark)\n") }
  }
}
