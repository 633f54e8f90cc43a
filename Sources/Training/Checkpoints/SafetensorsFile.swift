internal import Glibc
internal import JSON

/// A file of named arrays in the safetensors format: eight bytes with the length of a JSON header, the
/// header, the arrays one after the other (github.com/huggingface/safetensors).
///
/// Little-endian, as every machine that this runs on. Reading believes nothing: sizes, order, types and
/// bounds are checked before an array is made.
public struct SafetensorsFile: Sendable, Equatable {
  public enum Content: Sendable, Equatable {
    case floats([Float])
    case integers([Int32])

    var count: Int {
      switch self {
      case .floats(let values): values.count
      case .integers(let values): values.count
      }
    }
    var type: String { if case .floats = self { "F32" } else { "I32" } }
  }

  public struct Array: Sendable, Equatable {
    public var name: String
    public var shape: [Int]
    public var content: Content

    public init(_ name: String, shape: [Int], _ content: Content) {
      self.name = name
      self.shape = shape
      self.content = content
    }
  }

  /// In the order of the file.
  public var arrays: [Array]
  public var metadata: [(name: String, text: String)]

  public init(arrays: [Array], metadata: [(name: String, text: String)]) {
    self.arrays = arrays
    self.metadata = metadata
  }

  public static func == (a: SafetensorsFile, b: SafetensorsFile) -> Bool {
    a.arrays == b.arrays && a.metadata.map(\.name) == b.metadata.map(\.name)
      && a.metadata.map(\.text) == b.metadata.map(\.text)
  }

  /// Why bytes are no such file.
  public struct FormatError: Error, Equatable {
    public var reason: String
  }

  // MARK: Bytes

  public var bytes: [UInt8] {
    var members = [
      JSONValue.Member(
        "__metadata__", .object(metadata.map { .init($0.name, .string($0.text)) }))
    ]
    var offset = 0
    for array in arrays {
      let end = offset + 4 * array.content.count
      members.append(
        .init(
          array.name,
          .object([
            .init("dtype", .string(array.content.type)),
            .init("shape", .array(array.shape.map { .number(Double($0)) })),
            .init("data_offsets", .array([.number(Double(offset)), .number(Double(end))])),
          ])))
      offset = end
    }
    var header = [UInt8](JSONValue.object(members).text.utf8)
    // Spaces, so that the arrays begin at a multiple of eight.
    while header.count % 8 != 0 { header.append(0x20) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + offset)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: header)
    for array in arrays {
      switch array.content {
      case .floats(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
      case .integers(let values): values.withUnsafeBytes { bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }

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
    arrays = []
    metadata = []
    var offset = 0
    let data = bytes[start...]
    for member in members {
      if member.name == "__metadata__" {
        guard case .object(let entries) = member.value else {
          throw FormatError(reason: "its metadata is no object")
        }
        metadata = try entries.map { entry in
          guard let text = entry.value.string else {
            throw FormatError(reason: "metadata `\(entry.name)` is no string")
          }
          return (entry.name, text)
        }
      } else {
        arrays.append(try Self.array(member, data, &offset))
      }
    }
    guard offset == data.count else {
      throw FormatError(reason: "\(data.count - offset) bytes belong to no array")
    }
  }

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
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product <= data.count else { throw fail("is larger than the file") }
      count = product
    }
    guard offsets[0] == offset, offsets[1] >= offset, offsets[1] <= data.count,
      offsets[1] - offset == 4 * count
    else { throw fail("does not lie where its shape says") }
    let part = data[data.startIndex + offset..<data.startIndex + offsets[1]]
    offset = offsets[1]
    let words = stride(from: part.startIndex, to: part.endIndex, by: 4).map { place in
      UInt32(part[place]) | UInt32(part[place + 1]) << 8 | UInt32(part[place + 2]) << 16
        | UInt32(part[place + 3]) << 24
    }
    switch type {
    case "F32":
      return Array(member.name, shape: shape, .floats(words.map { Float(bitPattern: $0) }))
    case "I32":
      return Array(member.name, shape: shape, .integers(words.map { Int32(bitPattern: $0) }))
    default: throw fail("is of type \(type), which is not known here")
    }
  }

  private static func whole(_ value: JSONValue?) -> [Int]? {
    guard let items = value?.array else { return nil }
    let numbers = items.compactMap { $0.number.flatMap { Int(exactly: $0) } }
    return numbers.count == items.count && numbers.allSatisfy { $0 >= 0 } ? numbers : nil
  }
}
