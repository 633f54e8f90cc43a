import Foundation

/// Where files go that examples write: a folder that the tests work in, and that goes with them.
enum TemporaryFiles {
  private static let folder = FileManager.default.temporaryDirectory
    .appending(path: "setl-examples-\(ProcessInfo.processInfo.processIdentifier)")

  /// Makes the folder and works in it; whether that could be done.
  static let areUsed: Bool = {
    atexit { try? FileManager.default.removeItem(at: TemporaryFiles.folder) }
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return FileManager.default.changeCurrentDirectoryPath(folder.path())
  }()
}
