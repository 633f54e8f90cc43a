import Datasets
import Foundation
import Testing

/// Files of the form IDX.
@Suite struct ImageTests {
  private func images(_ count: UInt8, _ pixels: [UInt8]) -> [UInt8] {
    [0, 0, 8, 3, 0, 0, 0, count, 0, 0, 0, 2, 0, 0, 0, 3] + pixels
  }

  private func labels(_ labels: [UInt8]) -> [UInt8] {
    [0, 0, 8, 1, 0, 0, 0, UInt8(labels.count)] + labels
  }

  @Test func aFolderIsReadAsVectorsAndAsSequencesOfRows() throws {
    let folder = try Folder()
    let train = (0..<12).map { UInt8($0 * 20) }
    try folder.write("train-images-idx3-ubyte", images(2, train))
    try folder.write("train-labels-idx1-ubyte", labels([2, 0]))
    try folder.write("t10k-images-idx3-ubyte", images(1, [255, 0, 0, 0, 0, 0]))
    try folder.write("t10k-labels-idx1-ubyte", labels([1]))
    let set = try idxImages(folder.path, seed: 0) { _ in }
    let (vectors, sequences) = (set.vectors, set.sequences)
    #expect(vectors.train.count == 2 && vectors.test.count == 1)
    #expect(vectors.train.features == 6 && vectors.train.classes == ["0", "1", "2"])
    #expect(vectors.train.labels == [2, 0] && vectors.test.label(at: 0) == 1)
    #expect(Array(vectors.train.inputs(at: 1)) == train[6...].map { Float($0) / 255 })
    #expect(sequences.train.features == 3 && sequences.train.steps(at: 0) == 2)
    #expect(Array(sequences.test.inputs(at: 0)) == [1, 0, 0, 0, 0, 0])
  }

  @Test(arguments: [
    [], [0, 0, 8], [1, 0, 8, 1], [0, 0, 9, 1, 0, 0, 0, 0], [0, 0, 8, 3, 255, 255, 255, 255],
    [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12),
    [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 7],
  ])
  func damagedFilesAreTold(_ bytes: [UInt8]) throws {
    let folder = try Folder()
    let path = try folder.write("train-images-idx3-ubyte", bytes)
    try folder.write("train-labels-idx1-ubyte", labels([1]))
    #expect(throws: DataError.self) { try idxImages(path, seed: 0) { _ in } }
  }
}
