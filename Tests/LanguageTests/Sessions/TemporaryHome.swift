import Evaluation
import Foundation
import Sessions

/// A home folder that is gone when the test is over.
final class TemporaryHome: Sendable {
  let folder: String

  init() {
    folder =
      FileManager.default.temporaryDirectory.appending(path: "setl-\(UUID().uuidString)").path()
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  var database: String { folder + "/history.sqlite" }
  func history() -> History { History(folder: folder) }

  /// A conversation whose cells are kept here.
  func session() throws -> TestSession { try TestSession(history: history()) }
}
