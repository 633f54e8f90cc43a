/// Parts a text that comes in pieces into lines, which end in LF, CRLF or CR.
public struct LineReader {
  /// What messages call the file.
  private let name: String
  private let most: Int
  private var line: [UInt8] = []
  private var number = 1
  private var followsReturn = false

  /// A line may hold `most` bytes.
  public init(name: String, most: Int = DelimitedReader.mostBytesOfField) {
    self.name = name
    self.most = most
  }

  /// Calls `body` with each line that ends in the next piece, and with its number, from 1.
  public mutating func take(_ bytes: [UInt8], _ body: ([UInt8], Int) throws -> Void) throws {
    var start = 0
    for place in bytes.indices {
      let byte = bytes[place]
      guard byte == 0x0A || byte == 0x0D else { continue }
      if byte == 0x0A, place == start, line.isEmpty, followsReturn {
        start = place + 1
        followsReturn = false
        continue
      }
      line.append(contentsOf: bytes[start..<place])
      try end(body)
      start = place + 1
      followsReturn = byte == 0x0D
    }
    if start < bytes.count { followsReturn = false }
    line.append(contentsOf: bytes[start...])
    guard line.count <= most else {
      throw DataError(
        .badRecord,
        "line \(number) of `\(name)` holds more than \(most >> 20) MiB",
        help: "each line holds one object")
    }
  }

  /// The last line, if no line end follows it.
  public mutating func finish(_ body: ([UInt8], Int) throws -> Void) throws {
    if !line.isEmpty { try end(body) }
  }

  private mutating func end(_ body: ([UInt8], Int) throws -> Void) throws {
    let whole = line
    line.removeAll(keepingCapacity: true)
    try body(whole, number)
    number += 1
  }
}
