internal import Glibc
internal import Synchronization

/// Files that are written whole or not at all.
public enum WholeFile {
  public struct Failure: Error {
    public var path: String
    public var reason: String
  }

  private static let writes = Atomic<Int>(0)

  /// Writes beside the old file, and puts the new one in its place when all of it is on the disk.
  public static func write(_ bytes: [UInt8], to path: String) throws {
    // No two threads write beside the same file in one place.
    let number = writes.wrappingAdd(1, ordering: .relaxed).newValue
    let temporary = path + ".\(getpid())-\(number).part"
    guard let file = fopen(temporary, "wb") else { throw failure(path) }
    let written = fwrite(bytes, 1, bytes.count, file)
    let isFlushed = fflush(file) == 0 && fsync(fileno(file)) == 0
    let reason = String(cString: strerror(errno))
    fclose(file)
    guard written == bytes.count, isFlushed else {
      unlink(temporary)
      throw Failure(path: path, reason: reason)
    }
    guard rename(temporary, path) == 0 else {
      let failure = failure(path)
      unlink(temporary)
      throw failure
    }
  }

  public static func read(_ path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw failure(path) }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = fread(&buffer, 1, buffer.count, file)
      if count == 0 { break }
      bytes.append(contentsOf: buffer[0..<count])
    }
    guard ferror(file) == 0 else { throw failure(path) }
    return bytes
  }

  private static func failure(_ path: String) -> Failure {
    Failure(path: path, reason: String(cString: strerror(errno)))
  }
}
