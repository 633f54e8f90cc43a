internal import Characters
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
    /// The bytes of numbers of another type, such as F16.
    case others(type: String, [UInt8])

    var type: String {
      switch self {
      case .floats: "F32"
      case .integers: "I32"
      case .others(let type, _): type
      }
    }

    /// The numbers as they lie in the file.
    func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
      switch self {
      case .floats(let values): values.withUnsafeBytes(body)
      case .integers(let values): values.withUnsafeBytes(body)
      case .others(_, let bytes): bytes.withUnsafeBytes(body)
      }
    }
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

  /// The metadata `name`; nil where there is none.
  public func text(_ name: String) -> String? { metadata.first { $0.name == name }?.text }

  /// Why bytes are no such file, or a file is no model.
  public struct FormatError: Error, Equatable {
    public enum Kind: Sendable {
      /// Something of the file is lost or changed.
      case damaged
      /// A file that is sound, and of another program.
      case foreign
      /// Of a later version than this.
      case newer
      /// A model in numbers that are not read here.
      case otherNumbers
    }
    public var kind: Kind
    public var reason: String

    public init(_ kind: Kind = .damaged, reason: String) {
      self.kind = kind
      self.reason = reason
    }
  }

  // MARK: Writing

  public var bytes: [UInt8] {
    var header = header(metadata)
    // Spaces, so that the arrays begin at a multiple of eight.
    while header.count % 8 != 0 { header.append(0x20) }
    let size = arrays.reduce(0) { $0 + $1.content.withBytes(\.count) }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(8 + header.count + size)
    withUnsafeBytes(of: UInt64(header.count).littleEndian) { bytes.append(contentsOf: $0) }
    bytes.append(contentsOf: header)
    for array in arrays { array.content.withBytes { bytes.append(contentsOf: $0) } }
    return bytes
  }

  private func header(_ metadata: [(name: String, text: String)]) -> [UInt8] {
    var members = [
      JSONValue.Member(
        "__metadata__", .object(metadata.map { .init($0.name, .string($0.text)) }))
    ]
    var offset = 0
    for array in arrays {
      let end = offset + array.content.withBytes(\.count)
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
    return [UInt8](JSONValue.object(members).text.utf8)
  }

  // MARK: The seal

  private static let sealName = "setl.checksum"

  /// The file with a checksum of all its names, shapes, numbers and other metadata among its metadata.
  public func sealed() -> SafetensorsFile {
    var file = self
    file.metadata.removeAll { $0.name == Self.sealName }
    file.metadata.append((Self.sealName, file.checksum))
    return file
  }

  /// Whether the file is as it was when it was sealed; nil where it was not.
  var isIntact: Bool? { text(Self.sealName).map { $0 == checksum } }

  /// Of the file without its seal, the metadata in the order of their names: another program may write them in
  /// another.
  private var checksum: String {
    var checksum = Checksum()
    let others = metadata.filter { $0.name != Self.sealName }.sorted { a, b in
      a.name.unicodeScalars.lexicographicallyPrecedes(b.name.unicodeScalars)
    }
    header(others).withUnsafeBytes { checksum.add($0) }
    for array in arrays { array.content.withBytes { checksum.add($0) } }
    return checksum.text
  }
}
