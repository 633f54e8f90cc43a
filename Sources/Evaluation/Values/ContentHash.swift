/// Values found among others by what they hold.
extension Value {
  /// A number that values have in common where `isSame` holds; cheap to compute, whatever they hold.
  public var contentHash: Int { contentHash(within: 0) }

  private static let deepestHash = 4
  private static let longestHash = 64

  private func contentHash(within depth: Int) -> Int {
    if let hash = keyHash { return hash }
    guard let list = asList else { return asMap?.count ?? 0 }
    var hasher = Hasher()
    hasher.combine(list.count)
    guard depth < Self.deepestHash else { return hasher.finalize() }
    for item in list.items.prefix(Self.longestHash) {
      hasher.combine(item.contentHash(within: depth + 1))
    }
    return hasher.finalize()
  }

  /// Whether both are one value among many: as keys are, or as `equals` says.
  public func isSame(as other: Value) -> Bool {
    if keyHash != nil, other.keyHash != nil { return isSameKey(as: other) }
    return equals(other)
  }
}
