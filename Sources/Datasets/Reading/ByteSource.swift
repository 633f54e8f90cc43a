internal import Glibc

/// The bytes of a file for libarchive: as they lie there, or of gzip, unpacked.
///
/// Files alone are read: a pipe or a device may have no end. `check` is asked for each buffer, so that
/// everything that stands on this can be stopped.
final class ByteSource {
  let path: String
  private let descriptor: Int32
  private let check: (Int) throws -> Void
  private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
  private var gzip: GzipDecoder?
  /// What ended the reading, for whoever is on the other side of libarchive.
  private(set) var failure: (any Error)?

  init(path: String, check: @escaping (Int) throws -> Void) throws {
    self.path = path
    self.check = check
    // The system would take the path to end there. A pipe would be waited for without O_NONBLOCK.
    let hasEnd = path.utf8.contains(0)
    descriptor = hasEnd ? -1 : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else {
      let reason = hasEnd ? "the name holds a character with the number 0" : Self.reason
      throw DataError(.missing, "cannot open `\(path)`", notes: [reason])
    }
    try checkKind()
    var start: [UInt8] = [0, 0]
    if pread(descriptor, &start, 2, 0) == 2, start == [0x1F, 0x8B] {
      gzip = try GzipDecoder(path: path)
    }
  }

  deinit {
    close(descriptor)
    buffer.deallocate()
  }

  /// Whether going on to a place costs as much as to read what lies before it.
  var isPacked: Bool { gzip != nil }

  private func checkKind() throws {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw DataError(.missing, "cannot open `\(path)`", notes: [Self.reason])
    }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return
    case S_IFDIR:
      throw DataError(
        .badOption, "`\(path)` is a folder", notes: ["what is read here is a file"],
        help: "give a file in it; `list_files` tells which there are")
    default:
      throw DataError(
        .badOption, "`\(path)` is no file, but a pipe or a device",
        notes: ["it may have no end"], help: "write what it gives to a file, and read that")
    }
  }

  private static var reason: String { String(cString: strerror(errno)) }

  /// The next bytes, none at the end; nil where that failed, which `failure` tells of then. They lie there
  /// until the next call.
  func next() -> UnsafeRawBufferPointer? {
    do {
      try check(0)
      if let gzip { return try gzip.next(from: read) }
      return UnsafeRawBufferPointer(rebasing: buffer[..<(try read(into: buffer))])
    } catch {
      failure = error
      return nil
    }
  }

  private func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else {
        throw DataError(.damaged, "cannot read `\(path)`", notes: [Self.reason])
      }
      try check(0)
    }
  }

  /// Where the next bytes come from, counted as `lseek` does; −1 where that cannot be.
  func seek(to offset: Int, from base: Int32) -> Int {
    isPacked ? -1 : lseek(descriptor, offset, base)
  }
}
