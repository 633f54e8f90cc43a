internal import CZeroMQ

/// Signs messages with the key of the connection: HMAC-SHA256, as hexadecimal digits.
package struct Signer: Sendable {
  let key: [UInt8]

  package init(key: [UInt8]) { self.key = key }

  /// The signature of pieces that follow each other; empty without a key, nil where there is no memory, or
  /// libsodium is missing.
  func signature(_ pieces: ArraySlice<[UInt8]>) -> [UInt8]? {
    if key.isEmpty { return [] }
    var digest = [UInt8](repeating: 0, count: Int(SETL_SIGNATURE_BYTES))
    // One after the other in one piece: they are small, and so need no list of pointers.
    let whole = Array(pieces.joined())
    let isSigned = whole.withUnsafeBufferPointer { bytes in
      var start = bytes.baseAddress
      var count = bytes.count
      return setl_sign(key, key.count, &start, &count, 1, &digest)
    }
    guard isSigned != 0 else { return nil }
    let digits = Array("0123456789abcdef".utf8)
    return digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// Whether a signature is right, in a time that does not tell how much of it is.
  func accepts(_ given: [UInt8], for pieces: ArraySlice<[UInt8]>) -> Bool {
    guard let right = signature(pieces) else { return false }
    if key.isEmpty { return true }
    guard right.count == given.count else { return false }
    return zip(right, given).reduce(0) { $0 | ($1.0 ^ $1.1) } == 0
  }
}
