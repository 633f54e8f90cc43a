/// Where a text is put together from the texts of values: bytes that stay allocated from one text to the
/// next, and what is known of them.
struct TextBuffer: ~Copyable {
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity = 1 << 8
  private(set) var count = 0
  /// Every part was plain ASCII, as `StringObject.isASCII` has it.
  private(set) var isASCII = true

  init() { bytes = .allocate(capacity: capacity) }
  deinit { bytes.deallocate() }

  /// Adds the text of the value at `value`.
  mutating func append(_ value: UnsafeMutablePointer<Value>) {
    if let string = value.object(.string, as: StringObject.self) {
      string._withUnsafeGuaranteedRef { append($0) }
    } else if value.holdsNumber, let whole = Int32(exactly: value.number) {
      append(decimal: whole)
    } else {
      append(StringObject(value.pointee.text))
    }
  }

  @inline(__always)
  mutating func append(_ string: StringObject) {
    isASCII = isASCII && string.isASCII
    var text = string.text
    text.withUTF8 { part in
      guard let start = part.baseAddress else { return }
      reserve(part.count)
      Self.copy(part.count, from: start, to: bytes + count)
      count += part.count
    }
  }

  /// Copies `count` bytes; short ones, of which most texts are made, without a call.
  @inline(__always)
  private static func copy(
    _ count: Int, from source: UnsafePointer<UInt8>, to target: UnsafeMutablePointer<UInt8>
  ) {
    guard count <= 16 else { return target.update(from: source, count: count) }
    let (from, to) = (UnsafeRawPointer(source), UnsafeMutableRawPointer(target))
    // The first and the last bytes, which may overlap.
    if count >= 8 {
      let first = from.loadUnaligned(as: UInt64.self)
      let last = (from + count - 8).loadUnaligned(as: UInt64.self)
      to.storeBytes(of: first, as: UInt64.self)
      (to + count - 8).storeBytes(of: last, as: UInt64.self)
    } else if count >= 4 {
      let first = from.loadUnaligned(as: UInt32.self)
      let last = (from + count - 4).loadUnaligned(as: UInt32.self)
      to.storeBytes(of: first, as: UInt32.self)
      (to + count - 4).storeBytes(of: last, as: UInt32.self)
    } else {
      if count > 0 { target[0] = source[0] }
      if count > 1 { target[1] = source[1] }
      if count > 2 { target[2] = source[2] }
    }
  }

  @inline(__always)
  private mutating func append(decimal number: Int32) {
    reserve(11)
    if number < 0 {
      bytes[count] = UInt8(ascii: "-")
      count += 1
    }
    var rest = number.magnitude
    var digits = 1
    var bound: UInt32 = 10
    while digits < 10, rest >= bound {
      digits += 1
      bound = bound &* 10
    }
    // Two at a time: each division waits for the one before.
    var place = digits
    while place > 1 {
      let two = rest % 100
      rest /= 100
      place -= 2
      bytes[count + place] = UInt8(truncatingIfNeeded: two / 10) + UInt8(ascii: "0")
      bytes[count + place + 1] = UInt8(truncatingIfNeeded: two % 10) + UInt8(ascii: "0")
    }
    if place == 1 { bytes[count] = UInt8(truncatingIfNeeded: rest) + UInt8(ascii: "0") }
    count += digits
  }

  @inline(__always)
  fileprivate mutating func reserve(_ more: Int) {
    if count + more > capacity { grow(by: more) }
  }

  private mutating func grow(by more: Int) {
    capacity = max(count + more, capacity * 2)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: bytes, count: count)
    bytes.deallocate()
    bytes = larger
  }

  var text: String {
    guard count <= 15 else {
      return String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
    // A text without storage of its own, made in half the time.
    return String(unsafeUninitializedCapacity: count) { place in
      if let start = place.baseAddress { Self.copy(count, from: bytes, to: start) }
      return count
    }
  }

  mutating func empty() {
    count = 0
    isASCII = true
    guard capacity > 1 << 20 else { return }
    bytes.deallocate()
    capacity = 1 << 8
    bytes = .allocate(capacity: capacity)
  }

  /// The text as an object; the buffer is then empty.
  mutating func take() throws -> StringObject {
    defer { empty() }
    try MemoryBudget.check(Double(count), for: "the text")
    return StringObject(text, isKnownASCII: isASCII)
  }
}

extension ListObject {
  /// The texts of the elements one after the other, `separator` between them.
  public func joined(by separator: String) throws -> Value {
    var buffer = TextBuffer()
    let between = StringObject(separator)
    var looked = 1 << 20
    for place in 0..<count {
      if place > 0, !separator.isEmpty { buffer.append(between) }
      buffer.append(elements + place)
      if place == 100, count > 1000 {
        // Room for the rest, if it is like the beginning.
        buffer.reserve(min(buffer.count * (count / 100), 1 << 28))
      }
      if buffer.count > looked {
        looked = buffer.count * 2
        try MemoryBudget.check(Double(looked), for: "the text")
      }
    }
    return .object(try buffer.take())
  }
}
