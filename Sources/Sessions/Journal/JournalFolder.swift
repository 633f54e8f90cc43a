internal import Glibc
internal import WholeFiles

/// The folder of a conversation's trainings, locked as long as the conversation lives.
///
/// The lock is the system's own and goes with the process however that ends, so whether a conversation
/// lives is whether its lock is held: no number of a process that another may have by now.
final class JournalFolder {
  let path: String
  private let lock: Int32

  /// Nil where the folder cannot be made or belongs to a conversation that lives.
  init?(home: String, session: Int64) {
    path = Self.path(home, session)
    Home.makeFolder(path)
    guard let lock = Self.lock(path) else { return nil }
    self.lock = lock
    // What another conversation left here, whose history was moved aside.
    for name in Folder.names(in: path) where name != "lock" { Self.remove(path + "/" + name) }
  }

  deinit { close(lock) }

  static func path(_ home: String, _ session: Int64) -> String { "\(home)/journal/\(session)" }

  /// The folder goes, and the lock with this object.
  func remove() { Self.remove(path) }

  /// Whether the conversation is running.
  static func isAlive(_ session: Int64, home: String) -> Bool {
    let path = path(home, session)
    guard access(path + "/lock", F_OK) == 0 else { return false }
    guard let lock = lock(path) else { return true }
    close(lock)
    return false
  }

  /// Whether the conversation took its folder away, as one does that ends as it should, even where a full
  /// disk kept that from the history.
  static func isRemoved(_ session: Int64, home: String) -> Bool {
    access(home + "/journal/.", F_OK) == 0 && access(path(home, session), F_OK) != 0
  }

  /// Removes the folders of all conversations that do not run, but for those of `kept`.
  static func sweep(home: String, but kept: Set<Int64>) {
    for name in Folder.names(in: home + "/journal") {
      guard let session = Int64(name), !kept.contains(session), !isAlive(session, home: home) else {
        continue
      }
      remove(path(home, session))
    }
  }

  /// An open file whose lock is now held; nil where somebody else holds it, or there is no such file.
  private static func lock(_ path: String) -> Int32? {
    let file = open(path + "/lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
    guard file >= 0 else { return nil }
    guard flock(file, LOCK_EX | LOCK_NB) == 0 else {
      close(file)
      return nil
    }
    return file
  }

  // MARK: Folders

  /// Removes a file, or a folder with all that is in it. What links lead to stays.
  static func remove(_ path: String) {
    guard unlink(path) != 0, errno == EISDIR || errno == EPERM else { return }
    for name in Folder.names(in: path) { remove(path + "/" + name) }
    rmdir(path)
  }
}
