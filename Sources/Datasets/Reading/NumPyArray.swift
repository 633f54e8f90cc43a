internal import Characters

/// An array of a file of NumPy, its numbers in 32 bits and in the order of rows.
public struct NumPyArray: Sendable {
  public let shape: [Int]
  public let values: [Float]

  /// The arrays of a file of the form .npz, by their names, in their order; of one .npy the only one, without a
  /// name. Throws `DataError`.
  public static func all(
    in path: String, check: @escaping (_ bytes: Int) throws -> Void
  ) throws -> [(name: String, array: NumPyArray)] {
    let reader = try ArchiveReader(path: path, check: check)
    var arrays: [(name: String, array: NumPyArray)] = []
    while let entry = try reader.nextFile() {
      let isSingle = reader.isSingle
      guard isSingle || entry.hasSuffix(".npy") else {
        throw DataError(
          .badRecord, "`\(path)` holds \(entry.inMessage), which is no array",
          help: "numpy.savez writes arrays alone")
      }
      let name = isSingle ? "" : String(entry.dropLast(4))
      guard !arrays.contains(where: { $0.name == name }) else {
        throw DataError(.damaged, "`\(path)` holds two arrays called \(name.inMessage)")
      }
      var content = NumPyContent(reader, name: isSingle ? path : "\(path): \(name)", check: check)
      arrays.append((name, try content.read()))
    }
    guard !arrays.isEmpty else { throw DataError(.badRecord, "`\(path)` holds no array") }
    return arrays
  }
}

/// Reads one array: a header that tells of type, order and shape, and the numbers.
private struct NumPyContent {
  private let reader: ArchiveReader
  private let name: String
  private let check: (Int) throws -> Void
  /// Bytes that are read, and not used yet.
  private var bytes: ArraySlice<UInt8> = []

  /// A header is a line of a program; a longer one is none.
  private static let longestHeader = 1 << 16
  private static let mostAxes = 32

  init(_ reader: ArchiveReader, name: String, check: @escaping (Int) throws -> Void) {
    self.reader = reader
    self.name = name
    self.check = check
  }

  mutating func read() throws -> NumPyArray {
    let header = try readHeader()
    let size = try self.size(of: header)
    // The file's own bytes, and what they become.
    try check(size.bytes + 8 * size.count)
    let content = try take(size.bytes)
    guard bytes.isEmpty, try reader.nextBytes().isEmpty else {
      throw damaged("more follows than its header tells of")
    }
    var values = try numbers(content, header.type, count: size.count)
    if header.isByColumns { values = Self.byRows(values, header.shape) }
    return NumPyArray(shape: header.shape, values: values)
  }

  private mutating func take(_ count: Int) throws -> [UInt8] {
    var taken: [UInt8] = []
    taken.reserveCapacity(min(count, 1 << 24))
    while taken.count < count {
      if bytes.isEmpty { bytes = try reader.nextBytes() }
      guard !bytes.isEmpty else { throw damaged("it ends early") }
      let piece = bytes.prefix(count - taken.count)
      taken += piece
      bytes = bytes.dropFirst(piece.count)
    }
    return taken
  }

  private func damaged(_ reason: String) -> DataError {
    DataError(.damaged, "`\(name)` is no array of NumPy", notes: [reason])
  }

  // MARK: Header

  private mutating func readHeader() throws -> NumPyHeader {
    let start = try take(8)
    guard start.starts(with: [0x93] + Array("NUMPY".utf8)) else {
      throw damaged("it does not begin as one")
    }
    guard (1...3).contains(start[6]) else {
      throw damaged("its version \(start[6]) is not known")
    }
    let length = try take(start[6] == 1 ? 2 : 4).reversed().reduce(0) { $0 << 8 | Int($1) }
    guard length <= Self.longestHeader else { throw damaged("its header is too long") }
    guard let header = NumPyHeader(try take(length)) else {
      throw damaged("its header cannot be read")
    }
    guard header.shape.count <= Self.mostAxes else {
      throw damaged("it has \(header.shape.count) axes")
    }
    return header
  }

  /// How many numbers there are, and their bytes; each product is looked at before it is used.
  private func size(of header: NumPyHeader) throws -> (count: Int, bytes: Int) {
    let width = try self.width(of: header.type)
    // One number more, so that a 0 among the sizes hides no overflow.
    var count = 1
    for size in header.shape {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: max(size, 1))
      guard !isTooLarge, product < 1 << 40 else { throw damaged("its shape is too large") }
      count = product
    }
    if header.shape.contains(0) { count = 0 }
    return (count, count * width)
  }

  private func width(of type: String) throws -> Int {
    guard let width = Self.types.first(where: { $0.name == type })?.width else {
      throw DataError(
        .badRecord, "`\(name)` holds numbers of the type \(type.inMessage), which is not read",
        notes: ["read are " + Self.types.map(\.name).joined(separator: ", ")],
        help: "write it as 32-bit numbers:  array.astype(\"float32\")")
    }
    return width
  }

  /// As NumPy calls them, without the order of bytes of those that have one byte.
  private static let types: [(name: String, width: Int)] = [
    ("<f4", 4), ("<f8", 8), ("<i4", 4), ("<i8", 8), ("|i1", 1), ("|u1", 1), ("|b1", 1),
  ]

  // MARK: Numbers

  private func numbers(_ content: [UInt8], _ type: String, count: Int) throws -> [Float] {
    var values = [Float](repeating: 0, count: count)
    try content.withUnsafeBytes { content in
      func load<Number: BitwiseCopyable>(_: Number.Type, _ place: Int) -> Number {
        content.loadUnaligned(
          fromByteOffset: place * MemoryLayout<Number>.size, as: Number.self)
      }
      for place in 0..<count {
        if place & 0xFFFF == 0 { try check(0) }
        switch type {
        case "<f4": values[place] = Float(bitPattern: load(UInt32.self, place).littleEndian)
        case "<f8":
          let number = Double(bitPattern: load(UInt64.self, place).littleEndian)
          values[place] = try self.number(number, at: place)
        case "<i4":
          values[place] = try whole(Int(load(Int32.self, place).littleEndian), at: place)
        case "<i8":
          values[place] = try whole(Int(load(Int64.self, place).littleEndian), at: place)
        case "|i1": values[place] = Float(load(Int8.self, place))
        case "|b1": values[place] = load(UInt8.self, place) == 0 ? 0 : 1
        default: values[place] = Float(load(UInt8.self, place))
        }
      }
    }
    return values
  }

  private func number(_ number: Double, at place: Int) throws -> Float {
    let value = Float(number)
    guard value.isFinite || !number.isFinite else { throw tooLarge("\(number)", place) }
    return value
  }

  /// Whole numbers often name things: one that would become another is refused.
  private func whole(_ number: Int, at place: Int) throws -> Float {
    guard let value = Float(exactly: number) else { throw tooLarge("\(number)", place) }
    return value
  }

  private func tooLarge(_ number: String, _ place: Int) -> DataError {
    DataError(
      .badRecord, "`\(name)` holds \(number), which 32 bits cannot hold",
      notes: ["it is number \(place) of the array, counted from 0"])
  }

  /// From the order of columns to that of rows.
  private static func byRows(_ values: [Float], _ shape: [Int]) -> [Float] {
    guard shape.count > 1, !values.isEmpty else { return values }
    var steps = [Int](repeating: 1, count: shape.count)
    for axis in 1..<shape.count { steps[axis] = steps[axis - 1] * shape[axis - 1] }
    var place = [Int](repeating: 0, count: shape.count)
    var source = 0
    return values.indices.map { _ in
      let value = values[source]
      var axis = shape.count - 1
      // The last axis moves first, as digits of a number do.
      while axis >= 0 {
        place[axis] += 1
        source += steps[axis]
        if place[axis] < shape[axis] { break }
        source -= steps[axis] * shape[axis]
        place[axis] = 0
        axis -= 1
      }
      return value
    }
  }
}

/// What the header of an array says: `{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }`.
private struct NumPyHeader {
  var type = ""
  var isByColumns = false
  var shape: [Int] = []

  /// Nil where it is written in another way.
  init?(_ bytes: [UInt8]) {
    guard let text = String(validating: bytes, as: UTF8.self) else { return nil }
    var rest = text.trimmed[...]
    var found: Set<String> = []
    guard Self.skip("{", of: &rest) else { return nil }
    while !Self.skip("}", of: &rest) {
      guard let key = Self.quoted(of: &rest), Self.skip(":", of: &rest),
        found.insert(key).inserted, read(key, of: &rest)
      else { return nil }
      _ = Self.skip(",", of: &rest)
    }
    guard found == ["descr", "fortran_order", "shape"], rest.isEmpty else { return nil }
  }

  private mutating func read(_ key: String, of rest: inout Substring) -> Bool {
    switch key {
    case "descr":
      guard let type = Self.quoted(of: &rest) else { return false }
      self.type = type
      return true
    case "fortran_order":
      isByColumns = Self.skip("True", of: &rest)
      return isByColumns || Self.skip("False", of: &rest)
    case "shape":
      guard Self.skip("(", of: &rest) else { return false }
      while !Self.skip(")", of: &rest) {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard let size = Int(digits) else { return false }
        shape.append(size)
        rest = rest.dropFirst(digits.count)
        _ = Self.skip("L", of: &rest)
        guard Self.skip(",", of: &rest) || rest.first == ")" else { return false }
      }
      return true
    default: return false
    }
  }

  /// Steps over `text` and the spaces around it; false where something else stands there.
  private static func skip(_ text: String, of rest: inout Substring) -> Bool {
    rest = rest.drop { $0 == " " }
    guard rest.hasPrefix(text) else { return false }
    rest = rest.dropFirst(text.count).drop { $0 == " " }
    return true
  }

  private static func quoted(of rest: inout Substring) -> String? {
    rest = rest.drop { $0 == " " }
    guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
    let word = rest.dropFirst().prefix { $0 != quote }
    guard rest.count > word.count + 1 else { return nil }
    rest = rest.dropFirst(word.count + 2)
    return String(word)
  }
}
