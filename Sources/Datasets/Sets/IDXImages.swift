/// How an image becomes the input of a model.
public enum ImageForm: String, Sendable, CaseIterable {
  /// Its pixels row by row, as one vector.
  case vectors
  /// Its rows one after the other, a step each.
  case sequences
}

/// Images in files of the form IDX, as those of MNIST and Fashion-MNIST are: pixels from 0 to 1, classes
/// `0`, `1`, …
public struct IDXImages {
  public let images: Int
  public let rows: Int
  public let columns: Int
  /// (images × rows × columns)
  public private(set) var pixels: [Float]
  public private(set) var labels: [Int]

  /// Of the images in `path`, whose labels lie beside it under the same name with `labels` for `images`.
  init(_ path: String, check: @escaping (Int) throws -> Void) throws {
    let file = try IDXFile(path, check: check)
    guard file.sizes.count == 3 else {
      throw DataError(
        .badRecord, "`\(path)` holds no images",
        notes: ["images have three sizes, and it tells of \(file.sizes.count)"],
        help: "labels are found by the name of the images: give the file of the images")
    }
    (images, rows, columns) = (file.sizes[0], file.sizes[1], file.sizes[2])
    guard file.bytes.count > 0 else { throw DataError(.badRecord, "`\(path)` holds no images") }
    try check(4 * file.bytes.count)
    pixels = file.bytes.map { Float($0) / 255 }
    let labelPath = try Self.labelPath(of: path)
    let labelFile = try IDXFile(labelPath, check: check)
    guard labelFile.sizes == [images] else {
      throw DataError(
        .badLabels, "`\(labelPath)` has not a label for each image",
        notes: ["there are \(images) images"])
    }
    labels = labelFile.bytes.map { Int($0) }
  }

  private static func labelPath(of path: String) throws -> String {
    let slash = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let name = path[slash...]
    guard name.contains("images") else {
      throw DataError(
        .missing, "the labels of `\(path)` are not known",
        notes: ["they are looked for beside it, under the same name with `labels` for `images`"],
        help: "name the file as those of MNIST are:  train-images-idx3-ubyte.gz")
    }
    let labels =
      String(path[..<slash])
      + name.replacing("images", with: "labels").replacing("idx3", with: "idx1")
    guard Files.exists(labels) else {
      throw DataError(
        .missing, "the labels of `\(path)` are not there", notes: ["looked for \(labels)"])
    }
    return labels
  }

  mutating func append(_ other: IDXImages) {
    pixels += other.pixels
    labels += other.labels
  }

  func vectors(_ targets: Targets) -> FeatureExamples {
    FeatureExamples(features: rows * columns, inputs: pixels, targets: targets)
  }

  func sequences(_ targets: Targets) -> SequenceExamples {
    SequenceExamples(
      features: columns, inputs: pixels, starts: (0...labels.count).map { $0 * rows },
      targets: targets)
  }
}
