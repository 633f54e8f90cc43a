internal import Foundation
internal import Tensors

/// Files that were damaged on their way, and cells that read them.
public struct DamagedFiles {
  private let samples: [SampleFile]
  private let folder: String
  private var random: RandomSource
  private var made = 0

  /// Files are written to `folder`, each in the place of the one before of its form.
  init(folder: String, model: [UInt8], seed: UInt64) {
    samples = SampleFile.all(model: model)
    self.folder = folder
    random = RandomSource(seed: seed)
  }

  /// How many forms there are; as many files in a row are one of each.
  public var formCount: Int { samples.count }

  /// Writes the next file, and gives the cell that reads it. Throws where that cannot be done.
  public mutating func next() throws -> String {
    let sample = samples[made % samples.count]
    made += 1
    let path = folder + "/" + sample.name
    try Data(damaged(sample)).write(to: URL(filePath: path))
    return sample.readers[random.below(sample.readers.count)].replacing("FILE", with: "\"\(path)\"")
  }

  /// Half of what is packed is damaged before, so that sums of the packing are right.
  private mutating func damaged(_ sample: SampleFile) -> [UInt8] {
    guard sample.packing != nil, random.below(2) == 0 else {
      return Damage.damaged(sample.bytes(sample.parts), using: &random)
    }
    var parts = sample.parts
    let place = random.below(parts.count)
    parts[place].bytes = Damage.damaged(parts[place].bytes, using: &random)
    if random.below(4) == 0 {
      let name = Damage.damaged(Array(parts[place].name.utf8), using: &random)
      parts[place].name = String(decoding: name, as: UTF8.self)
    }
    return sample.bytes(parts)
  }
}
