import Evolution
import Tensors
import Testing

@Suite struct TopologyChangeTests {
  //  [ 1  .  2  . ]
  //  [ .  .  .  . ]
  //  [ .  3  .  4 ]
  private let matrix = SparseMatrix(
    rows: 3, columns: 4, rowStarts: [0, 2, 2, 4], columnIndices: [0, 2, 1, 3],
    values: [1, 2, 3, 4])

  @Test func placesComeInAnyOrderAndThoseJustEmptiedToo() throws {
    let change = try TopologyChange(
      of: matrix, removing: [3, 0], growing: [11, 5, 1], weights: [7, 8])
    #expect(
      change.matrix
        == SparseMatrix(
          rows: 3, columns: 4, rowStarts: [0, 2, 3, 5], columnIndices: [1, 2, 1, 1, 3],
          values: [0, 2, 8, 3, 7]))
    #expect(change.origins == [-1, 1, -1, 2, -1])
    #expect(change.removed == 2 && change.grown == 3)
    #expect(change.marks == nil)
  }

  @Test func nothingIsNoChange() throws {
    let change = try TopologyChange(of: matrix, removing: [], growing: [])
    #expect(change.matrix == matrix && change.origins == [0, 1, 2, 3])
  }

  @Test(
    arguments: [
      ([4], [], TopologyChange.Fault.noConnection(4)), ([-1], [], .noConnection(-1)),
      ([2, 2], [], .removedTwice(2)), ([], [12], .noPlace(12)), ([], [-1], .noPlace(-1)),
      ([], [Int.max], .noPlace(Int.max)), ([], [1, 5, 1], .grownTwice(1)), ([1], [0], .taken(0)),
    ] as [([Int], [Int], TopologyChange.Fault)])
  func whatIsNoPositionOrPlaceIsRefused(
    _ removed: [Int], _ grown: [Int], _ fault: TopologyChange.Fault
  ) {
    #expect(throws: fault) {
      try TopologyChange(of: matrix, removing: removed, growing: grown)
    }
  }
}
