internal import Tensors
internal import WholeFiles

/// Images to train and to test on, in the form that models take; `path` is a file of images, of which a
/// fifth is to test on, or a folder with `train-images…` and `t10k-images…`.
public func idxImages(
  _ path: String, seed: UInt64, check: @escaping (Int) throws -> Void
) throws -> ImageSet {
  let place = try DataDirectory.find(path)
  let names = Folder.names(in: place)
  guard !names.isEmpty else {
    return ImageSet(images: try IDXImages(place, check: check), trained: nil, seed: seed)
  }
  func images(_ start: String) throws -> IDXImages {
    guard let name = names.sorted().first(where: { $0.hasPrefix(start + "-images") }) else {
      throw DataError(
        .missing, "`\(place)` holds no file `\(start)-images…`",
        help: "give the path of the images themselves, or of a folder as MNIST comes")
    }
    return try IDXImages(place + "/" + name, check: check)
  }
  var all = try images("train")
  let test = try images("t10k")
  guard (all.rows, all.columns) == (test.rows, test.columns) else {
    throw DataError(.badRecord, "the images to test on have another size than those to train on")
  }
  let trained = all.labels.count
  all.append(test)
  return ImageSet(images: all, trained: trained, seed: seed)
}

/// Images with their labels, and which of them are to train on.
public struct ImageSet {
  let images: IDXImages
  /// How many stand first that are to train on; nil where chance divides them.
  let trained: Int?
  let seed: UInt64

  public var vectors: Dataset<FeatureExamples> { divided(images.vectors(targets)) }
  public var sequences: Dataset<SequenceExamples> { divided(images.sequences(targets)) }

  private var targets: Targets {
    let most = images.labels.max() ?? 0
    return .classes(images.labels, names: (0...most).map { "\($0)" })
  }

  private func divided<Part: Examples>(_ whole: Part) -> Dataset<Part> {
    guard let trained else {
      var random = RandomSource(seed: seed)
      return Dataset(name: "images", whole: whole, share: 0.8, using: &random)
    }
    return Dataset(
      name: "images", train: whole.piece(Array(0..<trained)),
      test: whole.piece(Array(trained..<whole.count)))
  }
}
