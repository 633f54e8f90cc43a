internal import Characters

/// Where something is not as it is said to be.
public struct Difference: Equatable, Sendable {
  /// Of the file, from 1: where the expected lines stand, or behind which the found ones would.
  public var line: Int
  public var expected: [String]
  public var found: [String]
  /// Of a notebook, from 1; the line is then one of its outputs'.
  public var cell: Int?

  public init(line: Int, expected: [String], found: [String], cell: Int? = nil) {
    self.line = line
    self.cell = cell
    self.expected = expected
    self.found = found
  }

  /// For people, indented.
  public var text: String {
    func block(_ name: String, _ lines: [String]) -> String {
      guard !lines.isEmpty else { return "    \(name)nothing\n" }
      let space = String(repeating: " ", count: name.count)
      return lines.enumerated().map { place, line in
        "    " + (place == 0 ? name : space) + shown(line) + "\n"
      }.joined()
    }
    let place = cell.map { "cell \($0), line \(line) of its outputs" } ?? "line \(line)"
    return "  \(place)\n" + block("expected  ", expected) + block("found     ", found)
  }

  /// The stretches where `found` is not `expected`, whose lines are told by `number`.
  public static func between(
    _ expected: [String], _ found: [String], number: (Int) -> Int
  ) -> [Difference] {
    let changes = found.difference(from: expected)
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in changes {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var result: [Difference] = []
    var place = 0
    var foundPlace = 0
    while place < expected.count || foundPlace < found.count {
      var difference = Difference(line: number(place), expected: [], found: [])
      while removed.contains(place) {
        difference.expected.append(expected[place])
        place += 1
      }
      while inserted.contains(foundPlace) {
        difference.found.append(found[foundPlace])
        foundPlace += 1
      }
      if difference.expected.isEmpty && difference.found.isEmpty {
        place += 1
        foundPlace += 1
      } else {
        result.append(difference)
      }
    }
    return result
  }
}
