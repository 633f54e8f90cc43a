internal import CArchive
internal import Glibc
internal import WholeFiles

/// Reads a file as a stream of entries, through libarchive: tar and zip archives, compressed or not;
/// any other file, compressed or not, is one entry.
///
/// Only what is in the libraries unpacks: gzip, bzip2, xz, lzma, zstd, lz4 and compress, by name. libarchive
/// would run a program of the path for what it has no library for.
final class ArchiveReader {
  private let library: setl_archive_functions
  private let archive: OpaquePointer
  private let path: String
  private let source: ByteSource
  private let check: (Int) throws -> Void
  private var entry: OpaquePointer?
  private var buffer: [UInt8] = []

  /// `check` is asked for each buffer, and throws to end the reading.
  init(path: String, check: @escaping (_ bytes: Int) throws -> Void = { _ in }) throws {
    self.path = path
    source = try ByteSource(path: path, check: check)
    self.check = check
    guard let library = setl_archive()?.pointee else {
      throw DataError(
        .missing, "cannot read `\(path)`: libarchive is missing", help: "install libarchive13")
    }
    self.library = library
    guard let archive = library.archive_read_new() else {
      throw DataError(.damaged, "libarchive has no memory to read `\(path)`")
    }
    self.archive = archive
    supportFilters()
    _ = library.archive_read_support_format_tar(archive)
    _ = library.archive_read_support_format_zip(archive)
    _ = library.archive_read_support_format_raw(archive)
    _ = library.archive_read_support_format_empty(archive)
    try openSource()
  }

  deinit { _ = library.archive_read_free(archive) }

  /// A library that libarchive was built without would be replaced by a program.
  private func supportFilters() {
    _ = library.archive_read_support_filter_compress(archive)
    if library.archive_bzlib_version() != nil {
      _ = library.archive_read_support_filter_bzip2(archive)
    }
    if library.archive_liblzma_version() != nil {
      _ = library.archive_read_support_filter_xz(archive)
      _ = library.archive_read_support_filter_lzma(archive)
    }
    if library.archive_libzstd_version() != nil {
      _ = library.archive_read_support_filter_zstd(archive)
    }
    if library.archive_liblz4_version() != nil {
      _ = library.archive_read_support_filter_lz4(archive)
    }
  }

  /// The source outlives the archive: both are this reader's.
  private func openSource() throws {
    _ = library.archive_read_set_callback_data(archive, Unmanaged.passUnretained(source).toOpaque())
    _ = library.archive_read_set_read_callback(archive) { _, source, place in
      guard let source, let bytes = ArchiveReader.source(source).next() else { return -1 }
      place?.pointee = bytes.baseAddress
      return bytes.count
    }
    if !source.isPacked {
      _ = library.archive_read_set_seek_callback(archive) { _, source, offset, base in
        guard let source else { return -1 }
        return Int64(ArchiveReader.source(source).seek(to: Int(offset), from: base))
      }
      _ = library.archive_read_set_skip_callback(archive) { _, source, count in
        guard let source else { return 0 }
        let place = ArchiveReader.source(source).seek(to: 0, from: SEEK_CUR)
        let end = ArchiveReader.source(source).seek(to: 0, from: SEEK_END)
        let target = min(place.addingReportingOverflow(Int(count)).partialValue, end)
        guard place >= 0, target > place else {
          _ = ArchiveReader.source(source).seek(to: max(place, 0), from: SEEK_SET)
          return 0
        }
        return Int64(ArchiveReader.source(source).seek(to: target, from: SEEK_SET) - place)
      }
    }
    guard library.archive_read_open1(archive) == ARCHIVE_OK else { throw failure() }
  }

  private static func source(_ place: UnsafeMutableRawPointer) -> ByteSource {
    Unmanaged<ByteSource>.fromOpaque(place).takeUnretainedValue()
  }

  /// Whether the file is no archive, but one text.
  var isSingle: Bool {
    let format = library.archive_format(archive)
    return format == ARCHIVE_FORMAT_RAW || format == ARCHIVE_FORMAT_EMPTY
  }

  /// Moves to the next file, and gives its path in the archive; nil after the last. What systems leave
  /// beside files is passed over.
  func nextFile() throws -> String? {
    while true {
      try passOver()
      let status = Self.withUnicodeNames { library.archive_read_next_header(archive, &entry) }
      if status == ARCHIVE_EOF {
        // What cannot be read looks empty to libarchive where it is short.
        if let failure = source.failure { throw failure }
        return nil
      }
      guard status >= ARCHIVE_WARN, let entry else { throw failure() }
      // A raw stream has no type; folders and links are passed over.
      let type = library.archive_entry_filetype(entry)
      if type != 0 && type != S_IFREG { continue }
      let name = try Self.withUnicodeNames { try self.name(of: entry) }
      if !Folder.isLeftover(name) || isSingle { return name }
    }
  }

  /// The path of an entry. A zip says whether its names are UTF-8; those of old programs that are not are in
  /// the code page of DOS.
  private func name(of entry: OpaquePointer) throws -> String {
    guard
      let place = library.archive_entry_pathname_utf8(entry)
        ?? library.archive_entry_pathname(entry)
    else {
      guard isSingle else {
        throw DataError(
          .damaged, "`\(path)` holds a file whose name cannot be read",
          help: "pack it again, with names in UTF-8")
      }
      return ""
    }
    let bytes = Array(UnsafeBufferPointer(start: place, count: strlen(place)))
      .map { UInt8(bitPattern: $0) }
    if let name = String(validating: bytes, as: UTF8.self) { return name }
    var text: [UInt8] = []
    guard let decoder = CharacterDecoder("CP437"), decoder.decode(bytes[...], into: &text) == nil
    else {
      throw DataError(
        .damaged, "`\(path)` holds a file whose name is not UTF-8",
        help: "pack it again, with names in UTF-8")
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// libarchive turns names into the characters of the thread's locale, and a program begins in one without
  /// any beyond ASCII.
  private static func withUnicodeNames<Result>(_ body: () throws -> Result) rethrows -> Result {
    guard let unicode else { return try body() }
    let before = uselocale(unicode)
    defer { uselocale(before) }
    return try body()
  }

  /// Lives as long as the process.
  private nonisolated(unsafe) static let unicode = newlocale(
    Int32(1 << LC_CTYPE), "C.UTF-8", nil)

  /// What is left of the present file, where libarchive would unpack it in one go, deaf to everything.
  private func passOver() throws {
    guard entry != nil, source.isPacked || library.archive_filter_count(archive) > 1 else { return }
    while try nextBytes().count > 0 {}
  }

  /// The next bytes of the present file, none at its end.
  func nextBytes() throws -> ArraySlice<UInt8> {
    if buffer.isEmpty { buffer = [UInt8](repeating: 0, count: 1 << 16) }
    let count = try read(into: &buffer)
    return buffer[..<count]
  }

  /// Up to `buffer.count` bytes of the present file; 0 at its end.
  func read(into buffer: inout [UInt8]) throws -> Int {
    try check(0)
    if let entry, library.archive_entry_is_data_encrypted(entry) != 0 {
      throw DataError(
        .badOption, "`\(source.path)` is locked by a password",
        help: "unpack it first, and give what was in it")
    }
    let count = buffer.withUnsafeMutableBytes {
      library.archive_read_data(archive, $0.baseAddress, $0.count)
    }
    guard count >= 0, count > 0 || source.failure == nil else { throw failure() }
    return count
  }

  /// All bytes of the present file, which holds a text: no more than `most`.
  func readAll(atMost most: Int = DelimitedReader.mostBytesOfField) throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let piece = try nextBytes()
      if piece.isEmpty { return bytes }
      guard bytes.count + piece.count <= most else {
        throw DataError(
          .badRecord, "a file in `\(source.path)` holds more than \(most >> 20) MiB",
          notes: ["no text is so long"])
      }
      bytes.append(contentsOf: piece)
    }
  }

  private func failure() -> any Error {
    if let failure = source.failure { return failure }
    let reason =
      library.archive_error_string(archive).map { String(cString: $0) } ?? "unknown reason"
    return DataError(
      .damaged, "cannot read `\(source.path)`", notes: ["libarchive says: \(reason)"],
      help: "the file may be damaged or cut short; fetch it again and compare its size")
  }
}
