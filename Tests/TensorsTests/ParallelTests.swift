import Synchronization
import Tensors
import Testing

/// Loops over several threads.
@Suite struct ParallelTests {
  @Test(arguments: [0, 1, 2, 7, 1000], [1, 2, 3, 64])
  func eachPieceIsDoneOnce(pieces: Int, threads: Int) {
    for _ in 0..<50 {
      let counts = Mutex([Int](repeating: 0, count: pieces))
      Parallel.run(pieces: pieces, threads: threads) { piece in counts.withLock { $0[piece] += 1 } }
      #expect(counts.withLock { $0 } == [Int](repeating: 1, count: pieces))
    }
  }

  @Test func loopsMayRunAtOnceAndWithinEachOther() async {
    let sums = await withTaskGroup(of: Int.self) { group in
      for _ in 0..<8 {
        group.addTask {
          let sum = Atomic<Int>(0)
          Parallel.run(pieces: 20, threads: 4) { outer in
            Parallel.run(pieces: 10, threads: 2) { inner in
              sum.wrappingAdd(outer * 10 + inner, ordering: .relaxed)
            }
          }
          return sum.load(ordering: .relaxed)
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    #expect(sums == [Int](repeating: 19_900, count: 8))
  }
}
