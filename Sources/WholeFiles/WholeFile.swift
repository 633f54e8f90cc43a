internal import Glibc

/// Files that are read and written as a whole.
public enum WholeFile {
  public struct Failure: Error {
    public var path: String
    public var reason: String
  }

  /// Writes beside the old file and puts the new one in its place, so that there is the old or the new and
  /// never half of one. A new file gets `rights`, another keeps its own; what a link leads to is written,
  /// and what is no file, such as a pipe or a device, is written into.
  ///
  /// With `isLasting` all of it is on the disk by then, so that not even a power cut leaves half a file.
  public static func write(
    _ bytes: [UInt8], to path: String, rights: UInt32 = 0o666, isLasting: Bool = true
  ) throws(Failure) {
    try check(path)
    let place = target(of: path)
    var status = stat()
    let exists = stat(place, &status) == 0
    guard !exists || status.st_mode & S_IFMT == S_IFREG else { return try fill(place, bytes) }
    guard let part = PartFile(beside: place, rights: rights) else { throw failure(path) }
    var isWhole = append(bytes, to: part.descriptor)
    if isWhole && exists { fchmod(part.descriptor, status.st_mode & 0o7777) }
    if isWhole && isLasting { isWhole = fsync(part.descriptor) == 0 }
    // The reason is that of the call that failed, and no later one's.
    guard isWhole, part.rename(to: place) else {
      let reason = failure(path)
      part.remove()
      throw reason
    }
    part.close()
  }

  /// Where links lead to; the path itself where there is nothing yet.
  private static func target(of path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  private static func fill(_ path: String, _ bytes: [UInt8]) throws(Failure) {
    let file = Glibc.open(path, O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure(path) }
    let isWhole = append(bytes, to: file)
    let reason = failure(path)
    close(file)
    guard isWhole else { throw reason }
  }

  /// Whether all of `bytes` went into an open file.
  public static func append(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + start }, bytes.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return false }
      start += count
    }
    return true
  }

  /// What a file holds. What is no file, such as a pipe or a device, may have no end and is not read;
  /// nor is what is larger than `limit` bytes.
  public static func read(_ path: String, atMost limit: Int) throws(Failure) -> [UInt8] {
    try check(path)
    // A pipe would be waited for until somebody writes into it.
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { throw failure(path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure(path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw Failure(path: path, reason: "it is no file")
    }
    guard status.st_size <= limit else { throw tooLarge(path, limit) }
    return try bytes(of: file, named: path, atMost: limit, shouldStop: { false }) ?? []
  }

  /// Opens a file for reading. A pipe that nobody has opened for writing is waited for; nil where
  /// `shouldStop`, asked ten times a second meanwhile, says so.
  ///
  /// The system would wait in the call itself, where a signal that comes just before it is missed.
  public static func open(
    _ path: String, shouldStop: () -> Bool
  ) throws(Failure) -> Int32? {
    try check(path)
    let file = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
    guard file >= 0 else { throw failure(path) }
    var status = stat()
    if fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFIFO {
      // Something to read, or the end of somebody who wrote: until then a read would see the end at once.
      var place = pollfd(fd: file, events: Int16(POLLIN), revents: 0)
      while poll(&place, 1, 100) <= 0 {
        if shouldStop() {
          close(file)
          return nil
        }
      }
    }
    // From here on a read waits.
    _ = fcntl(file, F_SETFL, fcntl(file, F_GETFL) & ~O_NONBLOCK)
    return file
  }

  /// All that is left to read of an open file, a pipe or a device, of which it waits for the end; nil where
  /// `shouldStop`, asked whenever a signal came, says so. Throws where there are more than `limit` bytes.
  public static func bytes(
    of descriptor: Int32, named path: String, atMost limit: Int, shouldStop: () -> Bool
  ) throws(Failure) -> [UInt8]? {
    var bytes: [UInt8] = []
    var status = stat()
    if fstat(descriptor, &status) == 0 {
      bytes.reserveCapacity(min(Int(max(status.st_size, 0)), limit))
    }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      if shouldStop() { return nil }
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure(path) }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[..<count])
      guard bytes.count <= limit else { throw tooLarge(path, limit) }
    }
  }

  /// The system would take the path to end there.
  private static func check(_ path: String) throws(Failure) {
    guard !path.utf8.contains(0) else {
      throw Failure(path: path, reason: "the name holds a character with the number 0")
    }
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> Failure {
    Failure(path: path, reason: "it holds more than \(limit >> 20) MiB")
  }

  private static func failure(_ path: String) -> Failure {
    Failure(path: path, reason: String(cString: strerror(errno)))
  }
}
