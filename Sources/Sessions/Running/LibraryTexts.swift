internal import Evaluation
internal import Synchronization
internal import Syntax
internal import Threads

/// The texts of the standard library as trees, for the machine of a session and those of its jobs.
///
/// A thread parses them from the first moment on, while the natives are declared, which takes as long: a
/// person waits for the start.
final class LibraryTexts: Sendable {
  let texts: [(name: String, topic: String, text: String)]
  private let trees = Mutex<[ParseResult]>([])

  init(_ texts: [(name: String, topic: String, text: String)]) {
    self.texts = texts
    // Where there is none left, whoever asks first parses them.
    _ = try? QuietThread { _ = self.parsed() }
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
