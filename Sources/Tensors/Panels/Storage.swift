/// Aligned memory for numbers that stays where it is while it is used.
///
/// Training walks the same arrays in every step, from several threads at once; an array with value
/// semantics would be copied or checked at each turn. Whoever hands a storage to several threads
/// gives each a part of its own to write. Growing keeps nothing; a storage never shrinks its memory,
/// so a step allocates nothing once the longest batch has been seen.
public final class Storage<Element: BitwiseCopyable>: @unchecked Sendable {
  public private(set) var pointer: UnsafeMutablePointer<Element>
  public private(set) var count: Int
  private var capacity: Int

  /// `count` elements of `value`.
  public init(count: Int = 0, filledWith value: Element) {
    self.count = count
    capacity = max(count, 16)
    pointer = Self.allocate(capacity)
    pointer.initialize(repeating: value, count: capacity)
    self.filler = value
  }

  public init(_ array: [Element], filler: Element) {
    count = array.count
    capacity = max(array.count, 16)
    pointer = Self.allocate(capacity)
    pointer.initialize(repeating: filler, count: capacity)
    self.filler = filler
    for (index, element) in array.enumerated() { pointer[index] = element }
  }

  deinit { UnsafeMutableRawPointer(pointer).deallocate() }

  /// What fresh memory is filled with.
  private let filler: Element

  /// Makes room for `count` elements. What was there is lost where the memory had to grow.
  public func resize(to count: Int) {
    if count > capacity {
      UnsafeMutableRawPointer(pointer).deallocate()
      capacity = count
      pointer = Self.allocate(capacity)
      pointer.initialize(repeating: filler, count: capacity)
    }
    self.count = count
  }

  public func fill(with value: Element) {
    pointer.update(repeating: value, count: count)
  }

  /// A copy of the elements; setting it replaces them, and their number.
  public var array: [Element] {
    get { Array(UnsafeBufferPointer(start: pointer, count: count)) }
    set {
      resize(to: newValue.count)
      newValue.withUnsafeBufferPointer { source in
        if let first = source.baseAddress { pointer.update(from: first, count: source.count) }
      }
    }
  }

  /// The memory that is held, in bytes.
  public var bytes: Int { capacity * MemoryLayout<Element>.stride }

  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    // One cache line, so that no vector straddles two.
    UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 1) * MemoryLayout<Element>.stride, alignment: 64
    ).assumingMemoryBound(to: Element.self)
  }
}

extension Storage where Element == Float {
  public convenience init(count: Int = 0) { self.init(count: count, filledWith: 0) }
  public convenience init(_ array: [Float]) { self.init(array, filler: 0) }
}

extension Storage where Element == Int32 {
  public convenience init(count: Int = 0) { self.init(count: count, filledWith: 0) }
  public convenience init(_ array: [Int32]) { self.init(array, filler: 0) }
}
