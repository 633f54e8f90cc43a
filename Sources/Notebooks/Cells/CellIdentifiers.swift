/// Makes the ids of cells: the same for the same notebook, and none twice.
///
/// An id follows from what the cell says, not from where it stands, so that a cell that is put in before it
/// changes nothing of it.
struct CellIdentifiers {
  private var taken: Set<String> = []
  /// How many cells have said the same, so that each of a hundred thousand alike finds its id at once.
  private var counts: [String: Int] = [:]

  static func isValid(_ id: String) -> Bool {
    (1...64).contains(id.utf8.count)
      && id.utf8.allSatisfy { byte in
        Character(Unicode.Scalar(byte)).isASCII
          && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber
            || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_"))
      }
  }

  /// Keeps an id from being made; false where it cannot be one, or was taken before.
  mutating func take(_ id: String) -> Bool { Self.isValid(id) && taken.insert(id).inserted }

  mutating func make(_ cell: NotebookCell) -> String {
    let digits = String(Self.hash("\(cell.kind.rawValue)\n\(cell.source)"), radix: 16)
    let name = String(repeating: "0", count: 8 - digits.count) + digits
    while true {
      let number = counts[name, default: 0] + 1
      counts[name] = number
      let id = number == 1 ? name : "\(name)-\(number)"
      if taken.insert(id).inserted { return id }
    }
  }

  /// FNV-1a, folded to 32 bits.
  private static func hash(_ text: String) -> UInt32 {
    let hash = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 32)
  }
}

extension Notebook {
  /// With an id for each cell that lacks one, or whose id is no id or another's.
  var withIdentifiers: Notebook {
    var identifiers = CellIdentifiers()
    var result = self
    let isKept = cells.map { identifiers.take($0.id) }
    for (place, isKept) in isKept.enumerated() where !isKept {
      result.cells[place].id = identifiers.make(cells[place])
    }
    return result
  }
}
