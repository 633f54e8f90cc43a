internal import Evaluation
internal import Glibc
internal import Synchronization
internal import Syntax

/// The texts of the standard library as trees, for the machine of a session and those of its jobs.
///
/// A thread parses them from the first moment on, while the natives are declared, which takes as long: a
/// person waits for the start.
final class LibraryTexts: Sendable {
  let texts: [(name: String, topic: String, text: String)]
  private let trees = Mutex<[ParseResult]>([])

  init(_ texts: [(name: String, topic: String, text: String)]) {
    self.texts = texts
    // Signals are for the thread that waits for keys.
    var (all, before) = (sigset_t(), sigset_t())
    sigfillset(&all)
    pthread_sigmask(SIG_BLOCK, &all, &before)
    defer { pthread_sigmask(SIG_SETMASK, &before, nil) }
    let passed = Unmanaged.passRetained(self)
    var thread = pthread_t()
    let isMade = pthread_create(
      &thread, nil,
      { argument in
        guard let argument else { return nil }
        _ = Unmanaged<LibraryTexts>.fromOpaque(argument).takeRetainedValue().parsed()
        return nil
      }, passed.toOpaque())
    if isMade == 0 { pthread_detach(thread) } else { passed.release() }
  }

  /// In the order of the texts. Whoever asks first parses them, and others wait.
  func parsed() -> [ParseResult] {
    trees.withLock { trees in
      if trees.isEmpty {
        trees = texts.map { parse(SourceText(name: $0.name, text: $0.text)) }
      }
      return trees
    }
  }
}
