internal import Glibc

extension String {
  /// Whether both are the same code points. Swift's `==` also takes texts for equal that Unicode can turn
  /// into each other, such as é as one code point and as two.
  @inline(__always)
  public func isSame(as other: String) -> Bool {
    guard utf8.count == other.utf8.count else { return false }
    return ordered(before: other) == 0
  }

  /// Below, at or above 0: the order of code points, which is the order of the bytes.
  public func ordered(before other: String) -> Int {
    withBytes { own in
      other.withBytes { others in
        let shared = min(own.count, others.count)
        if shared > 0, let x = own.baseAddress, let y = others.baseAddress {
          let order = memcmp(x, y, shared)
          if order != 0 { return Int(order) }
        }
        return own.count - others.count
      }
    }
  }

  /// Looks at the bytes of the text where they lie.
  @inline(__always)
  public func withBytes<Result>(
    _ body: (UnsafeBufferPointer<UInt8>) throws -> Result
  ) rethrows -> Result {
    if let result = try utf8.withContiguousStorageIfAvailable(body) { return result }
    var copy = self
    return try copy.withUTF8(body)
  }
}

/// A text as a key that is equal only to the same code points.
public struct ExactText: Hashable, Sendable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public static func == (a: ExactText, b: ExactText) -> Bool { a.text.isSame(as: b.text) }

  public func hash(into hasher: inout Hasher) {
    text.withBytes { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
