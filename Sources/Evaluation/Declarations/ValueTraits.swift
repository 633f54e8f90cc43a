/// What a parameter asks of a value to tell whether it takes it, and nothing of the value itself: it can be
/// kept, and looked at in any thread, when the value has long changed.
public struct ValueTraits: Sendable, Equatable {
  /// Of the language itself; nil for values of the bridge and the like.
  let own: KindSet.Own?
  let kinds: [String]
  let hasElements: Bool
  let hasLength: Bool

  public init(_ value: Value) {
    if let own = KindSet.Own(value) {
      self.init(own: own)
    } else {
      let native = value.asObject?.asNative
      self.init(
        kinds: native?.kinds ?? [value.kind], hasElements: native?.hasElements ?? false,
        hasLength: native?.length != nil)
    }
  }

  private init(
    own: KindSet.Own? = nil, kinds: [String] = [], hasElements: Bool = false,
    hasLength: Bool = false
  ) {
    self.own = own
    self.kinds = kinds
    self.hasElements = hasElements
    self.hasLength = hasLength
  }

  /// Whether the value is of one of these kinds, none of which is the language's own.
  public func isOne(of names: [String]) -> Bool { kinds.contains { names.contains($0) } }

  public static let string = ValueTraits(own: .string)
  public static let number = ValueTraits(own: .number)
  public static let list = ValueTraits(own: .list)
}
