internal import GRDB

extension History {
  /// Takes cells out of the history, and out of the file that it is kept in: nothing of their texts is left there.
  func forget(_ cells: [Int64]) {
    guard !cells.isEmpty else { return }
    forgotten.formUnion(cells)
    write { database in
      for id in cells {
        try database.execute(sql: "DELETE FROM cells WHERE id = ?", arguments: [id])
      }
    }
    // The log holds what was written before; another conversation that reads just now keeps it a while.
    cleanLog()
  }

  /// The cells of all conversations that hold a text.
  func holding(_ text: String) -> [Int64] {
    cells(holding: text, before: nil, limit: .max).map(\.entry.id)
  }

  /// All cells that `isWanted` finds.
  func filter(_ isWanted: (String) throws -> Bool) throws -> [Int64] {
    let all = cells(holding: nil, before: nil, limit: .max)
    return try all.filter { try isWanted($0.entry.text) }.map(\.entry.id)
  }
}
