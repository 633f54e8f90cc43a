internal import Glibc
internal import WholeFiles

/// What the readers ask of the file system.
enum Files {
  static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// All bytes of a file, of a text in it; throws `DataError` with the system's reason.
  static func bytes(of path: String) throws -> [UInt8] {
    do throws(WholeFile.Failure) {
      return try WholeFile.read(path, atMost: 1 << 28)
    } catch {
      throw DataError(.missing, "cannot open `\(path)`", notes: [error.reason])
    }
  }
}
