/// CRC-64 as in xz (ECMA-182, reflected): any flipped bits within 64 of each other change it, and others but
/// once in 2⁶⁴.
///
/// Eight bytes a step, by eight tables (slicing-by-8, Kounavis and Berry 2008). Our own, because a library of
/// checksums or of cryptography would be the larger part of what it is used for here.
public struct Checksum {
  private var remainder: UInt64 = .max

  var value: UInt64 { ~remainder }

  /// Sixteen hexadecimal digits.
  var text: String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  public mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var crc = remainder
    Self.tables.withUnsafeBufferPointer { tables in
      var place = 0
      while place + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: place, as: UInt64.self).littleEndian ^ crc
        crc = 0
        for byte in 0..<8 {
          crc ^= tables[(7 - byte) << 8 | Int(word >> UInt64(8 * byte) & 0xFF)]
        }
        place += 8
      }
      while place < bytes.count {
        crc = tables[Int((crc ^ UInt64(bytes[place])) & 0xFF)] ^ crc >> 8
        place += 1
      }
    }
    remainder = crc
  }

  /// `tables[k << 8 | b]`: what byte b comes to with k zero bytes behind it.
  private static let tables: [UInt64] = {
    var tables = [UInt64](repeating: 0, count: 8 << 8)
    for byte in 0..<256 {
      var crc = UInt64(byte)
      for _ in 0..<8 { crc = crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xC96C_5795_D787_0F42 }
      tables[byte] = crc
    }
    for place in 256..<tables.count {
      let before = tables[place - 256]
      tables[place] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return tables
  }()
}
