internal import Glibc

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
  /// Whether the memory is the system's own pages rather than the allocator's.
  private var isMapped = false

  /// `count` elements of `value`.
  public init(count: Int, filledWith value: Element) {
    self.count = count
    capacity = max(count, 16)
    pointer = Self.allocate(capacity)
    fill(with: value)
  }

  public init(_ array: [Element]) {
    count = array.count
    capacity = max(array.count, 16)
    pointer = Self.allocate(capacity)
    self.array = array
  }

  /// `count` zeros.
  public init(count: Int = 0) {
    self.count = count
    capacity = max(count, 16)
    pointer = Self.allocate(capacity)
  }

  /// The elements of `other`, in memory of its own.
  public convenience init(copying other: Storage) {
    self.init(count: other.count)
    pointer.update(from: other.pointer, count: other.count)
  }

  /// `count` zeros for a short time: their pages come from the system and go back to it, so that none of
  /// what the process holds is left larger by them. Slower to get than others.
  public init(briefly count: Int) {
    self.count = count
    capacity = max(count, 16)
    let bytes = capacity * MemoryLayout<Element>.stride
    let pages = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    if let pages, pages != MAP_FAILED {
      pointer = pages.assumingMemoryBound(to: Element.self)
      isMapped = true
    } else {
      pointer = Self.allocate(capacity)
    }
  }

  deinit { release() }

  private func release() {
    if isMapped {
      munmap(pointer, capacity * MemoryLayout<Element>.stride)
    } else {
      UnsafeMutableRawPointer(pointer).deallocate()
    }
  }

  /// Makes room for `count` elements. What was there is lost where the memory had to grow, and all of it
  /// is 0 then.
  public func resize(to count: Int) {
    if count > capacity {
      release()
      isMapped = false
      // A quarter more: lengths that vary from batch to batch soon need no more.
      capacity = count + (capacity > 16 ? count / 4 : 0)
      pointer = Self.allocate(capacity)
    }
    self.count = count
  }

  public func fill(with value: Element) {
    pointer.update(repeating: value, count: count)
  }

  /// Swaps the elements of two storages, without moving any.
  public func exchange(with other: Storage) {
    swap(&pointer, &other.pointer)
    swap(&count, &other.count)
    swap(&capacity, &other.capacity)
    swap(&isMapped, &other.isMapped)
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

  /// Zeros, on a cache line of their own, so that no vector straddles two.
  private static func allocate(_ count: Int) -> UnsafeMutablePointer<Element> {
    let bytes = max(count, 1) * MemoryLayout<Element>.stride
    let memory = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
    memset(memory, 0, bytes)
    return memory.assumingMemoryBound(to: Element.self)
  }
}
