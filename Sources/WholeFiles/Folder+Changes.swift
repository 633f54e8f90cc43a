internal import Glibc

/// Folders that are made, replaced and removed as a whole.
extension Folder {
  /// Makes a folder and those it stands in; those that are there stay as they are.
  public static func make(_ path: String, rights: UInt32 = 0o777) throws(WholeFile.Failure) {
    var made = ""
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      made += made.isEmpty && part.isEmpty ? "/" : (made.isEmpty || made == "/" ? "" : "/") + part
      guard mkdir(made, rights) != 0, errno != EEXIST, errno != EISDIR else { continue }
      let reason = failure(made)
      // Some systems say first that they may not be written to.
      if !exists(made) { throw reason }
    }
    if !exists(path) { throw WholeFile.Failure(path: path, reason: "it is no folder") }
  }

  /// Removes what stands at a path, with all that is in it. Of a link it is the link that goes.
  public static func remove(_ path: String) throws(WholeFile.Failure) {
    var status = stat()
    guard lstat(path, &status) == 0 else {
      guard errno == ENOENT else { throw failure(path) }
      return
    }
    guard status.st_mode & S_IFMT == S_IFDIR else {
      guard unlink(path) == 0 else { throw failure(path) }
      return
    }
    for name in names(in: path) { try remove(path + "/" + name) }
    guard rmdir(path) == 0 else { throw failure(path) }
  }

  /// Puts things in their places, all or none: each is what `new` leads to, or nothing, and `place` where it belongs.
  /// What stood there is left at `old`.
  public static func move(
    _ moves: [(new: String?, place: String, old: String)]
  ) throws(WholeFile.Failure) {
    var done: [(from: String, to: String)] = []
    func move(_ from: String, _ to: String) throws(WholeFile.Failure) {
      guard rename(from, to) == 0 else {
        let reason = failure(to)
        for step in done.reversed() { _ = rename(step.to, step.from) }
        throw reason
      }
      done.append((from, to))
    }
    for (new, place, old) in moves {
      var status = stat()
      if lstat(place, &status) == 0 { try move(place, old) }
      if let new { try move(new, place) }
    }
  }

  private static func failure(_ path: String) -> WholeFile.Failure {
    WholeFile.Failure(path: path, reason: String(cString: strerror(errno)))
  }
}
