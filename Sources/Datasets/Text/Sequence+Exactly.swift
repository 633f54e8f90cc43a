internal import Characters

extension Sequence<String> {
  /// Whether the texts are those of `other`, in their order and code point by code point.
  public func isExactly(_ other: some Sequence<String>) -> Bool {
    elementsEqual(other) { $0.isSame(as: $1) }
  }
}
