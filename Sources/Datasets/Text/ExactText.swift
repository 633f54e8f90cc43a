/// A text that equals another only where their code points are the same.
///
/// A `String` equals each of its canonical equivalents: `é` as one code point and as two is one key of a
/// dictionary. What people label, and what the words of a vocabulary are, is what was written.
public struct ExactText: Hashable, Sendable {
  public let text: String

  public init(_ text: String) { self.text = text }

  public static func == (a: ExactText, b: ExactText) -> Bool {
    a.text.utf8.elementsEqual(b.text.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    var text = text
    text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension Sequence<String> {
  /// Whether the texts are those of `other`, in their order and code point by code point.
  public func isExactly(_ other: some Sequence<String>) -> Bool {
    elementsEqual(other) { $0.utf8.elementsEqual($1.utf8) }
  }
}
