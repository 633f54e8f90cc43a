/// Reads what is wanted of examples, one after the other.
protocol TargetReading {
  /// Reads the target of the next example; `place` says where it stands.
  mutating func read(_ bytes: [UInt8], place: @autoclosure () -> String) throws
  /// Of all that were read; throws `DataError` where some were none.
  func targets() throws -> Targets
}

/// What is wanted of each text: the class in a column, or the number.
public enum TargetColumn {
  case label(ColumnKey)
  case number(ColumnKey)

  var column: ColumnKey {
    switch self {
    case .label(let column), .number(let column): column
    }
  }

  /// What reads it, of a set that may have to be like another.
  func reader(like: Likeness?) throws -> any TargetReading {
    switch self {
    case .label: return try LabelReader(like: like)
    case .number:
      if let like, !like.classes.isEmpty {
        throw DataError(
          .badOption, "\(like.owner) knows classes: its targets are no numbers",
          help: "name the column of the labels:  label: \"…\"")
      }
      return TargetReader()
    }
  }
}
