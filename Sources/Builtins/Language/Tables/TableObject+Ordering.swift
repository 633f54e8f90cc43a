internal import Evaluation
internal import Syntax

/// Rows in an order, rows that belong together, and rows of two tables beside each other.
extension TableObject {
  /// By one column or several; equal rows keep their order, and what is missing comes last.
  func sorted(by: Value, descending: Value, _ context: CallContext) throws -> TableObject {
    let keys = try by.isNone ? names : columnNames(by, "by")
    var directions = try SortDirections(descending)
    if !by.isNone, keys.count == 1, let list = descending.asList, list.count == 1 {
      directions = try SortDirections(list.items[0])
    }
    if directions.areSeveral { try directions.check(keys.count) }
    let columns = try keys.map { try column($0, argument: "by") }
    var comparisons = 0
    let places = try (0..<count).sorted { a, b in
      comparisons &+= 1
      if comparisons & 0xFF == 0 { try context.checkStop() }
      for (number, column) in columns.enumerated() {
        let (x, y) = (column[a], column[b])
        if x.isNone || y.isNone {
          if x.isNone != y.isNone { return y.isNone }
          continue
        }
        let descends = directions.descends(number)
        guard let isBefore = x.comesBefore(y, descending: descends),
          let isBehind = y.comesBefore(x, descending: descends)
        else {
          throw NativeError(
            "S0302", "column `\(keys[number].clipped)` cannot be put in order",
            label: "it holds \(x.kindPhrase) and \(y.kindPhrase)", argument: "by")
        }
        if isBefore != isBehind { return isBefore }
      }
      return a < b
    }
    return part(places)
  }

  /// Names of columns: a string, or a list of them.
  func columnNames(_ value: Value, _ argument: String) throws -> [String] {
    if let name = value.asString { return [name] }
    guard let names = [String].convert(value), !names.isEmpty else {
      throw NativeError(
        "S0302", "`\(argument)` names a column, or a list of columns",
        label: "this is \(value.brief)", argument: argument)
    }
    return names
  }

  /// What tells the rows apart in these columns.
  private func keys(_ names: [String], argument: String) throws -> [Value] {
    let columns = try names.map { try column($0, argument: argument) }
    guard columns.count > 1 else { return columns[0] }
    return (0..<count).map { row in .list(columns.map { $0[row] }) }
  }

  /// The rows that agree in these columns, in the order in which they are met: what they agree in, and which they
  /// are.
  func groups(
    _ names: [String], _ context: CallContext
  ) throws -> [(key: MapObject, rows: TableObject)] {
    var seen = ValuePlaces()
    var members: [[Int]] = []
    for (row, key) in try keys(names, argument: "by").enumerated() {
      let place = try seen.add(key, context)
      if place == members.count { members.append([]) }
      members[place].append(row)
    }
    return try members.map { rows in
      let key = MapObject()
      for name in names { key.set(.string(name), to: try column(name)[rows[0]]) }
      return (key, part(rows))
    }
  }

  /// Which rows of a join stay that have no partner.
  enum Kept: String, CaseIterable { case both, first, second, all }

  /// Each row beside the rows of `other` that agree with it in these columns.
  func joined(
    with other: TableObject, on names: [String], keeping kept: Kept, _ context: CallContext
  ) throws -> TableObject {
    let (own, others) = (try keys(names, argument: "on"), try other.keys(names, argument: "on"))
    var seen = ValuePlaces()
    var partners: [[Int]] = []
    for (row, key) in others.enumerated() {
      let place = try seen.add(key, context)
      if place == partners.count { partners.append([]) }
      partners[place].append(row)
    }
    var pairs: [(first: Int?, second: Int?)] = []
    var hasPartner = [Bool](repeating: false, count: other.count)
    for (row, key) in own.enumerated() {
      try context.checkStop()
      let found = seen.place(of: key).map { partners[$0] } ?? []
      if pairs.count + found.count > pairs.capacity {
        try MemoryBudget.check(64 * Double(pairs.count + found.count), for: "the joined rows")
      }
      for partner in found {
        hasPartner[partner] = true
        pairs.append((row, partner))
      }
      if found.isEmpty, kept == .first || kept == .all { pairs.append((row, nil)) }
    }
    if kept == .second || kept == .all {
      for row in 0..<other.count where !hasPartner[row] { pairs.append((nil, row)) }
    }
    return try joined(pairs, with: other, on: names)
  }

  private func joined(
    _ pairs: [(first: Int?, second: Int?)], with other: TableObject, on keys: [String]
  ) throws -> TableObject {
    let width = Double(names.count + other.names.count)
    try MemoryBudget.check(
      Double(pairs.count) * width * MemoryBudget.bytesAnElement, for: "the joined rows")
    var result = names
    var columns = try names.map { name in
      let own = try column(name)
      let instead = keys.contains(name) ? try other.column(name) : nil
      return pairs.map { pair in
        pair.first.map { own[$0] } ?? pair.second.flatMap { instead?[$0] } ?? .none
      }
    }
    for name in other.names where !keys.contains(name) {
      let theirs = try other.column(name)
      result.append(result.contains(name) ? name + "_2" : name)
      columns.append(pairs.map { pair in pair.second.map { theirs[$0] } ?? .none })
    }
    try TableSource.checkDifferent(result, argument: "second")
    return TableObject(result, columns, count: pairs.count)
  }
}

extension Value {
  var isNone: Bool {
    switch self {
    case .none, .undefined: true
    case .bool, .number, .object: false
    }
  }
}
