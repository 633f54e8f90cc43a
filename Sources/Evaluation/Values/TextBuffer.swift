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
      (bytes + count).update(from: start, count: part.count)
      count += part.count
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
    for place in stride(from: digits - 1, through: 0, by: -1) {
      bytes[count + place] = UInt8(truncatingIfNeeded: rest % 10) + UInt8(ascii: "0")
      rest /= 10
    }
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
      for n in 0..<count { place[n] = bytes[n] }
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
