internal import Characters
internal import Evaluation
internal import Syntax

/// Rows of records as a value: columns side by side, each with a name and as many values as there are rows.
///
/// A row is a map of a value a column, made when it is asked for; a column is a list, made likewise. Both are
/// copies: a table changes where a column is assigned to, `t.total = list`, and nowhere else.
final class TableObject: HolderObject, ObjectConvertible, ValueRepresentable, RowChoosing {
  static var kindName: String { "table" }
  private(set) var names: [String]
  /// (columns, rows)
  private(set) var columns: [[Value]]
  private(set) var count: Int
  private var places: [ExactText: Int]

  /// All columns hold `count` values, and have different names.
  init(_ names: [String], _ columns: [[Value]], count: Int) {
    self.names = names
    self.columns = columns
    self.count = count
    places = Dictionary(
      names.enumerated().map { (ExactText($1), $0) }, uniquingKeysWith: { first, _ in first })
    super.init()
  }

  deinit {
    var values = takeHeldValues()
    if !values.isEmpty { HolderObject.release(&values) }
  }

  override var heldValues: [[Value]] { columns }
  override var heldBytes: Double {
    Double(count) * Double(names.count) * MemoryBudget.bytesAnElement
  }

  override func copied(_ copier: Copier) throws -> NativeObject {
    TableObject(names, [], count: count)
  }

  override func fill(_ copy: NativeObject, _ copier: Copier) throws {
    guard let copy = copy as? TableObject else { return }
    try MemoryBudget.check(heldBytes, for: "the copy of a table")
    copy.columns = try columns.map { try $0.map { try copier.copy($0) } }
  }

  override func takeHeldValues() -> [Value] {
    defer { columns = [] }
    return columns.flatMap { $0.filter { $0.asObject != nil } }
  }

  override var kind: String { "table" }
  override var length: Int? { count }

  // MARK: Columns

  /// The number of a column; nil where there is none of that name.
  func place(of name: String) -> Int? { places[ExactText(name)] }

  /// The values of a column. Throws where there is none of that name.
  func column(_ name: String, argument: String? = nil) throws -> [Value] {
    guard let place = place(of: name) else { throw missing(name, argument) }
    return columns[place]
  }

  private func missing(_ name: String, _ argument: String?) -> NativeError {
    let near = nearest(to: name, among: names)
    return NativeError(
      "S0207", "the table has no column \(name.clipped.quoted)",
      label: near.map { "did you mean \($0.clipped.quoted)?" } ?? "",
      notes: ["its columns are " + names.prefix(20).map(\.clipped).joined(separator: ", ")],
      argument: argument)
  }

  override var fieldNames: [String] { ["columns"] + names }
  override func field(_ name: String) throws -> Value? {
    if name == "columns" { return .list(names.map { .string($0) }) }
    guard let place = place(of: name) else { return nil }
    return try element(place)
  }
  override func glance(at name: String) -> FieldGlance {
    fieldNames.contains(name) ? .like(.list([])) : .unknown
  }
  override func element(named name: String) throws -> Value? {
    guard let place = place(of: name) else { throw missing(name, nil) }
    return try element(place)
  }

  private func element(_ place: Int) throws -> Value {
    try MemoryBudget.check(Double(count) * MemoryBudget.bytesAnElement, for: "the column")
    return .list(columns[place])
  }

  override func assign(field name: String, _ value: Value) throws -> Bool {
    guard name != "columns" else { return false }
    return try assign(elementNamed: name, value)
  }

  /// A list has a value for each row; what is no list is the value of all.
  override func assign(elementNamed name: String, _ value: Value) throws -> Bool {
    let values = try TableSource.column(value) ?? [Value](repeating: value, count: count)
    if names.isEmpty { count = values.count }
    guard values.count == count else {
      throw NativeError(
        "S0203", "the column does not fit the table",
        label: "\(values.count) values for \(count) rows")
    }
    if let place = place(of: name) {
      columns[place] = values
    } else {
      places[ExactText(name)] = names.count
      names.append(name)
      columns.append(values)
    }
    return true
  }

  // MARK: Rows

  func row(_ number: Int) -> MapObject {
    MapObject(pairs: names.indices.map { (.string(names[$0]), columns[$0][number]) })
  }

  func rows(_ places: [Int]) throws -> Value {
    let bytes = Double(places.count) * Double(names.count) * MemoryBudget.bytesAnElement
    try MemoryBudget.check(bytes, for: "the rows")
    return .object(part(places))
  }

  /// These rows as a table of their own.
  func part(_ places: [Int]) -> TableObject {
    TableObject(names, columns.map { column in places.map { column[$0] } }, count: places.count)
  }

  override func selected(_ selections: [Selection]) throws -> Value {
    guard selections.count == 1 else {
      throw NativeError(
        "S0204", "a table takes one index", help: "a row, and then its value:  t[0].name")
    }
    let places = try selections[0].positions(of: count, in: "table")
    if case .item(.index) = selections[0] { return .object(row(places[0])) }
    return try rows(places)
  }

  /// A row is a copy, and a change of it would be lost; what its values hold is the table's own.
  override func keep(_ selections: [Selection], _ changed: Value) throws {
    guard case .item(.index) = selections.first, let changed = changed.asMap else { return }
    let row = try selected(selections).asMap
    guard
      let name = changed.names.first(where: { name in
        guard let old = row?[name], let new = changed[name] else { return true }
        return !old.isSame(as: new)
      })
    else { return }
    throw NativeError(
      "S0204", "a row of a table is a copy, whose changes are lost",
      help: "change an element of the column:  t.\(name)[i] = value")
  }

  override func makeIterator() -> (any NativeIterator)? { Rows(self) }

  /// Rows as maps, those of the table as it is at each turn.
  private final class Rows: NativeIterator {
    private let table: TableObject
    private var number = 0
    init(_ table: TableObject) { self.table = table }

    func next() -> Value? {
      guard number < table.count else { return nil }
      defer { number += 1 }
      return .object(table.row(number))
    }
  }

  override var plain: Value? {
    get throws {
      // A map for each row, with an entry for each column.
      let bytes = Double(count) * (200 + Double(names.count) * 2.5 * MemoryBudget.bytesAnElement)
      try MemoryBudget.check(bytes, for: "the rows")
      return .list((0..<count).map { .object(row($0)) })
    }
  }

  override func equals(_ other: NativeObject) -> Bool {
    guard let other = other as? TableObject else { return false }
    return names == other.names && count == other.count
  }

  /// The rows of two tables one after the other.
  override func binary(_ operation: BinaryOperator, _ other: Value, isLeft: Bool) throws -> Value? {
    guard operation == .add, let other = other.asObject as? TableObject else { return nil }
    guard Set(names.map { ExactText($0) }) == Set(other.names.map { ExactText($0) }) else {
      throw NativeError(
        "S0203", "these tables have other columns",
        label: "\(names.joined(separator: ", ").clipped) and "
          + "\(other.names.joined(separator: ", ").clipped)",
        help: "choose those that both have:  select(t, \"name\")")
    }
    let bytes = Double(count + other.count) * Double(names.count) * MemoryBudget.bytesAnElement
    try MemoryBudget.check(bytes, for: "the table")
    let columns = try names.enumerated().map { try self.columns[$0] + other.column($1) }
    return .object(TableObject(names, columns, count: count + other.count))
  }

  override var summary: String {
    "table of \(count.grouped) \(count == 1 ? "row" : "rows"), "
      + "\(names.count) \(names.count == 1 ? "column" : "columns")"
  }
  override var display: DisplayBundle { DisplayBundle(TableDisplay(self).parts) }
}
