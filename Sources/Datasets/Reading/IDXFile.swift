/// A file of the form IDX: two zeros, the type of its numbers, how many sizes there are, the sizes in four
/// bytes each, highest first, and the numbers. Bytes alone are read.
struct IDXFile {
  let sizes: [Int]
  let bytes: ArraySlice<UInt8>

  /// Also where it is compressed. Throws `DataError`.
  init(_ path: String, check: @escaping (Int) throws -> Void) throws {
    let reader = try ArchiveReader(path: path, check: check)
    guard try reader.nextFile() != nil else { throw DataError(.badRecord, "`\(path)` is empty") }
    let content = try reader.readAll(atMost: 1 << 32)
    func damaged(_ reason: String) -> DataError {
      DataError(
        .badRecord, "`\(path)` is no file of the form IDX", notes: [reason],
        help: "MNIST and Fashion-MNIST come so:  train-images-idx3-ubyte.gz")
    }
    guard content.count >= 4, content[0] == 0, content[1] == 0 else {
      throw damaged("it does not begin with two zeros")
    }
    guard content[2] == 8 else { throw damaged("its numbers are no bytes") }
    let count = Int(content[3])
    guard count > 0, content.count >= 4 + 4 * count else {
      throw damaged("it ends within its sizes")
    }
    sizes = (0..<count).map { size in
      content[4 + 4 * size..<8 + 4 * size].reduce(0) { $0 << 8 | Int($1) }
    }
    let wanted = sizes.reduce(1.0) { $0 * Double($1) }
    bytes = content[(4 + 4 * count)...]
    guard wanted == Double(bytes.count) else {
      throw damaged("its sizes tell of \(wanted) bytes, and there are \(bytes.count)")
    }
  }
}
