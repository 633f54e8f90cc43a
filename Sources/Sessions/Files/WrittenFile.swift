internal import Evaluation
internal import Glibc

/// Files that are written whole or not at all.
package enum WrittenFile {
  package struct Failure: Error {
    package var path: String
    package var reason: String

    /// For a native whose argument `path` is to blame.
    var nativeError: NativeError {
      NativeError("S0421", "cannot reach `\(path)`", notes: [reason], argument: "path")
    }
  }

  /// Writes beside the old file, and puts the new one in its place.
  ///
  /// With `isLasting` all of it is on the disk by then, so that not even a power cut leaves half a file.
  package static func write(
    _ bytes: [UInt8], to path: String, rights: UInt32 = 0o666, isLasting: Bool = true
  ) throws(Failure) {
    let temporary = path + ".\(getpid()).part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, rights)
    guard descriptor >= 0 else { throw failure(path) }
    var isWhole = append(bytes, to: descriptor)
    if isWhole && isLasting { isWhole = fsync(descriptor) == 0 }
    let reason = failure(path)
    close(descriptor)
    guard isWhole else {
      unlink(temporary)
      throw reason
    }
    guard rename(temporary, path) == 0 else {
      let failure = failure(path)
      unlink(temporary)
      throw failure
    }
  }

  /// Whether all of `bytes` went into an open file.
  static func append(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
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

  /// The bytes of a file; nil where it cannot be read.
  static func read(_ path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(max(status.st_size, 0)))
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = Glibc.read(descriptor, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { return nil }
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[0..<count])
    }
  }

  private static func failure(_ path: String) -> Failure {
    Failure(path: path, reason: String(cString: strerror(errno)))
  }
}
