internal import JSON

extension SafetensorsFile {
  /// Throws `FormatError`.
  public init(bytes: [UInt8]) throws {
    guard bytes.count >= 8 else { throw FormatError(reason: "it is shorter than its header") }
    var length: UInt64 = 0
    for (place, byte) in bytes[0..<8].enumerated() { length |= UInt64(byte) << UInt64(8 * place) }
    guard length <= UInt64(bytes.count - 8) else {
      throw FormatError(reason: "its header would be longer than the file")
    }
    let start = 8 + Int(length)
    guard case .object(let members) = JSONValue(parsing: bytes[8..<start]) else {
      throw FormatError(reason: "its header is not JSON")
    }
    self.init(arrays: [], metadata: [])
    var offset = 0
    let data = bytes[start...]
    for member in members {
      if member.name == "__metadata__" {
        metadata = try Self.metadata(member.value)
      } else {
        arrays.append(try Self.array(member, data, &offset))
      }
    }
    guard offset == data.count else {
      throw FormatError(reason: "\(data.count - offset) bytes belong to no array")
    }
  }

  private static func metadata(_ value: JSONValue) throws -> [(name: String, text: String)] {
    guard case .object(let entries) = value else {
      throw FormatError(reason: "its metadata is no object")
    }
    return try entries.map { entry in
      guard let text = entry.value.string else {
        throw FormatError(reason: "metadata `\(entry.name)` is no string")
      }
      return (entry.name, text)
    }
  }

  /// The types of the format, and the bytes of a number.
  private static let sizes = [
    "BOOL": 1, "U8": 1, "I8": 1, "F8_E5M2": 1, "F8_E4M3": 1, "U16": 2, "I16": 2, "F16": 2,
    "BF16": 2, "U32": 4, "I32": 4, "F32": 4, "U64": 8, "I64": 8, "F64": 8,
  ]

  private static func array(
    _ member: JSONValue.Member, _ data: ArraySlice<UInt8>, _ offset: inout Int
  ) throws -> Array {
    func fail(_ what: String) -> FormatError {
      FormatError(reason: "array `\(member.name)` \(what)")
    }
    guard let type = member.value["dtype"]?.string,
      let shape = whole(member.value["shape"]),
      let offsets = whole(member.value["data_offsets"]), offsets.count == 2
    else { throw fail("lacks its type, shape or offsets") }
    guard let size = sizes[type] else { throw fail("is of type \(type), which is not known") }
    var count = size
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product <= data.count else { throw fail("is larger than the file") }
      count = product
    }
    guard offsets[0] == offset, offsets[1] >= offset, offsets[1] <= data.count,
      offsets[1] - offset == count
    else { throw fail("does not lie where its shape says") }
    let part = data[data.startIndex + offset..<data.startIndex + offsets[1]]
    offset = offsets[1]
    switch type {
    case "F32": return Array(member.name, shape: shape, .floats(numbers(part, like: 0)))
    case "I32": return Array(member.name, shape: shape, .integers(numbers(part, like: 0)))
    default: return Array(member.name, shape: shape, .others(type: type, [UInt8](part)))
    }
  }

  /// The numbers that lie in `bytes`, four each.
  private static func numbers<Number: BitwiseCopyable>(
    _ bytes: ArraySlice<UInt8>, like zero: Number
  ) -> [Number] {
    [Number](unsafeUninitializedCapacity: bytes.count / MemoryLayout<Number>.size) {
      numbers, count in
      count = bytes.count / MemoryLayout<Number>.size
      bytes.withUnsafeBytes { UnsafeMutableRawBufferPointer(numbers).copyMemory(from: $0) }
    }
  }

  private static func whole(_ value: JSONValue?) -> [Int]? {
    guard let items = value?.array else { return nil }
    let numbers = items.compactMap { $0.number.flatMap { Int(exactly: $0) } }
    return numbers.count == items.count && numbers.allSatisfy { $0 >= 0 } ? numbers : nil
  }
}
