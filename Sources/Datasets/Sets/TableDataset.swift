internal import Characters
internal import Tensors

/// Reads a table as examples: a number is one input, standardised by the mean and the deviation of the rows
/// to train on; a name is an input for each that the column holds, 1 for its own and 0 for the others.
///
/// Split 80/20 by the seed unless there are rows to test on. Throws `DataError`.
public func tableDataset(
  _ source: any TextSource, _ choice: TableChoice, test: (any TextSource)? = nil, seed: UInt64,
  check: @escaping (Int) throws -> Void
) throws -> Dataset<FeatureExamples> {
  let inputs = try choice.inputs(of: source)
  var table = TableRows(
    inputs.map { TableColumnReader($0, readsNames: choice.categories.contains($0)) },
    target: choice.targetReader)
  for source in [source, test].compactMap({ $0 }) { try table.read(source, check) }
  let targets = try table.targets
  var train = Array(0..<table.counts[0])
  var tested = Array(table.counts[0]..<table.count)
  if test == nil {
    var random = RandomSource(seed: seed)
    let places = FeatureExamples(
      features: 1, inputs: [Float](repeating: 0, count: table.count), targets: targets)
    let (first, second) = places.split(0.8, using: &random)
    (train, tested) = (first.places, second.places)
  }
  let encoding = TableEncoding(
    table.columns, of: train, target: choice.target, classes: targets.classes)
  let whole = try encoding.examples(table, targets, check)
  return Dataset(name: source.name, train: whole.piece(train), test: whole.piece(tested))
}

/// Reads a table as another one was read: the same columns, names and standardisation, which `owner` has. All
/// rows are to train on, in their order, but for those of `test`; without the column to learn they have no
/// targets. Throws `DataError`.
public func tableDataset(
  _ source: any TextSource, like encoding: TableEncoding, of owner: String,
  test: (any TextSource)? = nil, check: @escaping (Int) throws -> Void
) throws -> Dataset<FeatureExamples> {
  let hasTarget = try source.columnNames().contains(encoding.target)
  var table = TableRows(
    encoding.columns.map { TableColumnReader($0.name, readsNames: $0.isOfNames) },
    target: hasTarget
      ? TableColumnReader(encoding.target, readsNames: !encoding.classes.isEmpty) : nil)
  for source in [source, test].compactMap({ $0 }) { try table.read(source, leastRows: 1, check) }
  let targets = hasTarget ? try encoding.targets(table, of: owner) : .values([], outputs: 0)
  let whole = try encoding.examples(table, targets, of: owner, check)
  return Dataset(
    name: source.name, train: whole.piece(Array(0..<table.counts[0])),
    test: whole.piece(Array(table.counts[0]..<table.count)))
}

/// The columns of the rows that are read, of one table or of two.
struct TableRows {
  private var readers: [TableColumnReader]
  private var target: TableColumnReader?
  /// The rows of each table.
  private(set) var counts: [Int] = []
  var count: Int { counts.reduce(0, +) }

  init(_ readers: [TableColumnReader], target: TableColumnReader?) {
    self.readers = readers
    self.target = target
  }

  /// Reads all rows of a table; the first must have two, unless `leastRows` says otherwise.
  mutating func read(
    _ source: any TextSource, leastRows: Int = 2, _ check: (Int) throws -> Void
  ) throws {
    var count = 0
    let names = readers.map(\.name) + (target.map { [$0.name] } ?? [])
    try source.forEachRow(of: names.map { .name($0) }) { cells, place in
      if count & 0xFF == 0 { try check(16 * count * cells.count) }
      for column in readers.indices { try readers[column].read(cells[column], place: place) }
      try target?.read(cells[cells.count - 1], place: place)
      count += 1
    }
    guard count >= (counts.isEmpty ? leastRows : 1) else {
      throw DataError(.badRecord, "`\(source.name)` has too few rows: \(count)")
    }
    counts.append(count)
  }

  var columns: [(name: String, content: TableColumn)] {
    readers.map { (name: $0.name, content: $0.column) }
  }

  /// What is wanted of each row.
  var targets: Targets {
    get throws { try target?.targets ?? .values([], outputs: 0) }
  }

  /// The column of the target; nil where it is not read.
  var targetColumn: TableColumn? { target?.column }
}
