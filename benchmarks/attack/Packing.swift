internal import CArchive

/// Ways to pack files that setl reads.
enum Packing: CaseIterable {
  case gzip, bzip2, xz, zstd, zip, tar, tarGzip

  /// How names of such files end.
  var ending: String {
    switch self {
    case .gzip: ".csv.gz"
    case .bzip2: ".csv.bz2"
    case .xz: ".csv.xz"
    case .zstd: ".csv.zst"
    case .zip: ".zip"
    case .tar: ".tar"
    case .tarGzip: ".tar.gz"
    }
  }

  /// Whether it holds several files, each with its name.
  var isArchive: Bool {
    switch self {
    case .zip, .tar, .tarGzip: true
    case .gzip, .bzip2, .xz, .zstd: false
    }
  }

  /// The bytes of `files` packed; empty where the library was built without this way.
  func packed(_ files: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    guard let library = setl_archive()?.pointee, let archive = library.archive_write_new() else {
      return []
    }
    defer { _ = library.archive_write_free(archive) }
    // The library writes to both until the archive is closed.
    let room = UnsafeMutableRawPointer.allocate(byteCount: 1 << 20, alignment: 16)
    let used = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    used.initialize(to: 0)
    defer {
      room.deallocate()
      used.deallocate()
    }
    guard choose(archive, library) == ARCHIVE_OK,
      library.archive_write_open_memory(archive, room, 1 << 20, used) == ARCHIVE_OK
    else { return [] }
    for file in files {
      let entry = library.archive_entry_new()
      defer { library.archive_entry_free(entry) }
      library.archive_entry_set_pathname(entry, file.name)
      library.archive_entry_set_size(entry, Int64(file.bytes.count))
      library.archive_entry_set_filetype(entry, 0o100000)
      library.archive_entry_set_perm(entry, 0o644)
      _ = library.archive_write_header(archive, entry)
      _ = file.bytes.withUnsafeBytes {
        library.archive_write_data(archive, $0.baseAddress, $0.count)
      }
    }
    _ = library.archive_write_close(archive)
    return Array(UnsafeRawBufferPointer(start: room, count: used.pointee))
  }

  private func choose(_ archive: OpaquePointer, _ library: setl_archive_functions) -> Int32 {
    let format =
      switch self {
      case .zip: library.archive_write_set_format_zip(archive)
      case .tar, .tarGzip: library.archive_write_set_format_ustar(archive)
      case .gzip, .bzip2, .xz, .zstd: library.archive_write_set_format_raw(archive)
      }
    let filter =
      switch self {
      case .gzip, .tarGzip: library.archive_write_add_filter_gzip(archive)
      case .bzip2: library.archive_write_add_filter_bzip2(archive)
      case .xz: library.archive_write_add_filter_xz(archive)
      case .zstd: library.archive_write_add_filter_zstd(archive)
      case .zip, .tar: ARCHIVE_OK
      }
    return min(format, filter)
  }
}
