import Processes
import Testing

@Suite struct MemoryGroupTests {
  /// What `body` gives in each member of a group, in their order.
  private func together<Result: Sendable>(
    _ count: Int, _ body: @escaping @Sendable (any ProcessGroup) throws -> Result
  ) throws -> [Result] {
    try MemoryGroup.run(count) { try body($0) }.map { try $0.get() }
  }

  @Test(arguments: [1, 2, 3, 5])
  func aMeetingGivesTheNumbersOfAllInTheirOrder(count: Int) throws {
    let told = try together(count) { group in
      try (0..<20).map { round in
        try group.meet(for: .step, [UInt64(group.number), UInt64(round)])
      }
    }
    let expected = (0..<20).map { round in (0..<count).map { [UInt64($0), UInt64(round)] } }
    #expect(told == [[[[UInt64]]]](repeating: expected, count: count))
  }

  @Test func bytesOfDifferentLengthsComeEndToEnd() throws {
    let all = try together(3) { group in
      try group.gather([UInt8](repeating: UInt8(group.number), count: 2 * group.number))
    }
    #expect(all == [[[UInt8]]](repeating: [[], [1, 1], [2, 2, 2, 2]], count: 3))
  }

  @Test func whatIsExchangedComesFromEach() throws {
    let all = try together(3) { group in
      // Process i sends i + 1 bytes to each, which say from whom and to whom.
      let each = group.number + 1
      let mine = (0..<3).flatMap { [UInt8](repeating: UInt8(10 * group.number + $0), count: each) }
      var all = [UInt8](repeating: 99, count: 6)
      try mine.withUnsafeBytes { mine in
        try all.withUnsafeMutableBytes {
          try group.exchange(mine, counts: [each, each, each], into: $0, given: [1, 2, 3])
        }
      }
      return all
    }
    #expect(all == (0..<3).map { to in [0, 10, 10, 20, 20, 20].map { UInt8($0 + to) } })
  }

  @Test func theFirstProcessSharesWhatItHas() throws {
    let bytes = [UInt8](0..<200)
    let all = try together(3) { try $0.share($0.number == 0 ? bytes : [7]) }
    #expect(all == [bytes, bytes, bytes])
    #expect(try together(2) { try $0.share([]) } == [[], []])
  }

  @Test func whoHasComeToAnotherPlaceIsTold() throws {
    let titles = try together(3) { group in
      do {
        _ = try group.meet(for: group.number == 1 ? .evaluation : .step)
        return ""
      } catch let error as ProcessError {
        return error.title + ": " + error.notes.joined(separator: ", ")
      }
    }
    #expect(
      titles
        == [String](
          repeating:
            "the processes have come to different places of the program: process 0 is in a step "
            + "of a training, process 1 is in an evaluation or a prediction", count: 3))
  }

  @Test func whoWaitsForOneThatEndedGetsAnError() throws {
    let members = MemoryGroup.members(2)
    members[1].abort(status: 1)
    #expect(throws: ProcessError.self) { try members[0].meet(for: .end) }
  }
}
