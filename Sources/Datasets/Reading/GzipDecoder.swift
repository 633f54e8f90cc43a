internal import CZlib

/// Unpacks gzip (RFC 1952) through zlib, which checks the sum and the length at the end; libarchive, which
/// does all other unpacking, passes over both.
///
/// Several members one after the other are one text, as for `gzip -d`; zeros may follow the last.
final class GzipDecoder {
  private let path: String
  /// zlib notes where its state lies, so it stays there.
  private let stream: UnsafeMutablePointer<z_stream>
  private let input = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
  private let output = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 17, alignment: 16)
  /// Bytes of `input` that are there, and those that were taken.
  private var available = 0
  private var taken = 0
  private var isBetweenMembers = false

  init(path: String) throws {
    self.path = path
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, and 16 for the header of gzip.
    let status = inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else {
      throw DataError(.damaged, "zlib has no memory to read `\(path)`")
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
    input.deallocate()
    output.deallocate()
  }

  /// The next bytes, none at the end; `read` fills a buffer with what is packed. They lie there until the
  /// next call.
  func next(
    from read: (UnsafeMutableRawBufferPointer) throws -> Int
  ) throws -> UnsafeRawBufferPointer {
    while true {
      if taken == available {
        available = try read(input)
        taken = 0
        guard available > 0 else {
          guard isBetweenMembers else {
            throw damaged("it ends before its end: it was cut short, or not fetched as a whole")
          }
          return UnsafeRawBufferPointer(start: nil, count: 0)
        }
      }
      if isBetweenMembers { try beginMember() }
      let count = try inflateSome()
      if count > 0 { return UnsafeRawBufferPointer(rebasing: output[..<count]) }
    }
  }

  /// Passes over zeros; another member begins with its mark.
  private func beginMember() throws {
    while taken < available, input[taken] == 0 { taken += 1 }
    guard taken < available else { return }
    guard input[taken] == 0x1F else { throw damaged("other bytes follow its end") }
    inflateReset(stream)
    isBetweenMembers = false
  }

  /// Unpacks into `output`, and gives how much.
  private func inflateSome() throws -> Int {
    guard taken < available else { return 0 }
    stream.pointee.next_in = input.baseAddress.map {
      ($0 + taken).assumingMemoryBound(to: UInt8.self)
    }
    stream.pointee.avail_in = UInt32(available - taken)
    stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = UInt32(output.count)
    let status = inflate(stream, Z_NO_FLUSH)
    taken = available - Int(stream.pointee.avail_in)
    switch status {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetweenMembers = true
    case Z_MEM_ERROR: throw DataError(.damaged, "zlib has no memory to read `\(path)`")
    default: throw damaged(reason)
    }
    return output.count - Int(stream.pointee.avail_out)
  }

  private var reason: String {
    guard let message = stream.pointee.msg else { return "zlib cannot unpack it" }
    switch String(cString: message) {
    case "incorrect data check": return "its check sum is not that of what it holds"
    case "incorrect length check": return "its length is not that of what it holds"
    case let other: return "zlib says: \(other)"
    }
  }

  private func damaged(_ reason: String) -> DataError {
    DataError(
      .damaged, "`\(path)` is damaged", notes: [reason],
      help: "fetch it again and compare its size, or try:  gzip -t FILE")
  }
}
