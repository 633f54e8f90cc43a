internal import Evaluation
internal import Glibc
internal import Notebooks
internal import Repl
internal import Sessions

extension Setl {
  /// `setl test FILE …`: tells of each file whether it does as it says.
  func test(_ paths: [String], _ interrupt: Interrupt) -> Never {
    var failed = 0
    for path in paths {
      do {
        let test = try fileTest(path, interrupt)
        Streams.write(test.text, to: STDOUT_FILENO)
        failed += test.hasPassed ? 0 : 1
      } catch {
        fail(error)
      }
      if interrupt.wasRequested { Glibc.exit(130) }
    }
    Streams.write("\(paths.count - failed) passed, \(failed) failed\n", to: STDOUT_FILENO)
    Glibc.exit(failed == 0 ? 0 : 1)
  }

  private func fileTest(_ path: String, _ interrupt: Interrupt) throws -> FileTest {
    if NotebookFile.isNotebook(path) {
      return try FileTest(notebook: path, until: interrupt) {
        try Self.makeSession($0, interrupt)
      }
    }
    return try FileTest(path, until: interrupt) { try Self.makeSession($0, interrupt) }
  }
}
