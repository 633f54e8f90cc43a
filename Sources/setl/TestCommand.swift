internal import Evaluation
internal import Glibc
internal import Repl
internal import Sessions

extension Setl {
  /// `setl test FILE …`: tells of each file whether it does as it says.
  func test(_ paths: [String], _ interrupt: Interrupt) -> Never {
    var failed = 0
    for path in paths {
      do {
        let test = try FileTest(path, until: interrupt) { try Self.makeSession($0, interrupt) }
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
}
