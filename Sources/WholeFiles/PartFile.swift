internal import Glibc
internal import Synchronization

/// A file that is being written beside the one whose place it takes: `model.safetensors.part`.
///
/// All who write one file want the same name for it, so that of processes that were killed at most one is left
/// over, which goes when the file is written next. Whoever writes holds a lock on it (flock), which the system
/// takes from the dead: a part without a lock is nobody's, and removed. Where another writes at the same time,
/// or locks are not to be had, the name is one of its own, with the number of the process.
struct PartFile {
  let descriptor: Int32
  private let path: String

  private static let others = Atomic<Int>(0)
  /// Others may take the name again and again.
  private static let attempts = 16

  /// Nil where none can be made, for the reason in `errno`.
  init?(beside place: String, rights: UInt32) {
    let name = place + ".part"
    for _ in 0..<Self.attempts {
      if let descriptor = Self.make(name, rights) {
        // Where there are no locks, nobody can take it for one of the dead.
        let isTaken = flock(descriptor, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK
        if !isTaken, Self.isFile(name, descriptor) {
          self.init(descriptor: descriptor, path: name)
          return
        }
        Glibc.close(descriptor)
      } else {
        guard errno == EEXIST else { break }
        guard Self.removeDead(name) else { break }
      }
    }
    let number = Self.others.wrappingAdd(1, ordering: .relaxed).newValue
    let other = place + ".\(getpid())-\(number).part"
    guard let descriptor = Self.make(other, rights) else { return nil }
    self.init(descriptor: descriptor, path: other)
  }

  private init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  /// Puts it in the place of the file; false where that fails, for the reason in `errno`.
  func rename(to place: String) -> Bool { Glibc.rename(path, place) == 0 }

  func close() { Glibc.close(descriptor) }

  func remove() {
    unlink(path)
    close()
  }

  /// A new file; nil where there is one, or none can be.
  private static func make(_ path: String, _ rights: UInt32) -> Int32? {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, rights)
    return descriptor < 0 ? nil : descriptor
  }

  /// Removes what nobody writes any more; false where somebody does, or it cannot be told.
  private static func removeDead(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else { return errno == ENOENT }
    defer { Glibc.close(descriptor) }
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else { return false }
    // Another may have removed it since, and written one of its own.
    return !isFile(path, descriptor) || unlink(path) == 0
  }

  /// Whether the name is still that of the open file.
  private static func isFile(_ path: String, _ descriptor: Int32) -> Bool {
    var (named, opened) = (stat(), stat())
    return lstat(path, &named) == 0 && fstat(descriptor, &opened) == 0
      && named.st_dev == opened.st_dev && named.st_ino == opened.st_ino
      && named.st_mode & S_IFMT == S_IFREG
  }
}
