internal import CArchive
internal import Glibc

/// Reads a file as a stream of entries, through libarchive: tar and zip archives, compressed or not;
/// any other file, compressed or not, is one entry.
final class ArchiveReader {
  private let archive: OpaquePointer
  private let path: String
  private var entry: OpaquePointer?

  init(path: String) throws {
    self.path = path
    guard let archive = archive_read_new() else {
      throw DataError(.damaged, "libarchive has no memory to read `\(path)`")
    }
    self.archive = archive
    archive_read_support_filter_all(archive)
    archive_read_support_format_tar(archive)
    archive_read_support_format_zip(archive)
    archive_read_support_format_raw(archive)
    archive_read_support_format_empty(archive)
    guard archive_read_open_filename(archive, path, 1 << 17) == ARCHIVE_OK else { throw failure() }
  }

  deinit { archive_read_free(archive) }

  /// Moves to the next file, and gives its path in the archive; nil after the last.
  func nextFile() throws -> String? {
    while true {
      let status = archive_read_next_header(archive, &entry)
      if status == ARCHIVE_EOF { return nil }
      guard status >= ARCHIVE_WARN, let entry else { throw failure() }
      // A raw stream has no type; folders and links are passed over.
      let type = archive_entry_filetype(entry)
      if type != 0 && type != S_IFREG { continue }
      if let name = archive_entry_pathname_utf8(entry) ?? archive_entry_pathname(entry) {
        return String(cString: name)
      }
      return ""
    }
  }

  /// Up to `buffer.count` bytes of the present file; 0 at its end.
  func read(into buffer: inout [UInt8]) throws -> Int {
    let count = buffer.withUnsafeMutableBytes {
      archive_read_data(archive, $0.baseAddress, $0.count)
    }
    guard count >= 0 else { throw failure() }
    return count
  }

  /// All bytes of the present file.
  func readAll() throws -> [UInt8] {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = try read(into: &buffer)
      if count == 0 { return bytes }
      bytes.append(contentsOf: buffer[0..<count])
    }
  }

  private func failure() -> DataError {
    let reason = archive_error_string(archive).map { String(cString: $0) } ?? "unknown reason"
    return DataError(
      .damaged, "cannot read `\(path)`", notes: ["libarchive says: \(reason)"],
      help: "the file may be damaged or cut short; fetch it again and compare its size")
  }
}
