import Foundation

/// Where files go that examples write: a folder that the tests work in, and that goes with them. It is a new one each
/// time: what a run left that ended by a signal is in nobody's way.
enum TemporaryFiles {
  private static let folder = FileManager.default.temporaryDirectory
    .appending(path: "setl-examples-\(UUID().uuidString)")

  /// Makes the folder and works in it; whether that could be done.
  static let areUsed: Bool = {
    atexit { try? FileManager.default.removeItem(at: TemporaryFiles.folder) }
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return FileManager.default.changeCurrentDirectoryPath(folder.path())
  }()
}
