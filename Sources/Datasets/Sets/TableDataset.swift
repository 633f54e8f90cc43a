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
  var readers = inputs.map {
    TableColumnReader($0, readsNames: choice.categories.contains($0))
  }
  var target = choice.targetReader
  var counts: [Int] = []
  for source in [source, test].compactMap({ $0 }) {
    var count = 0
    try source.forEachRow(of: (inputs + [choice.target]).map { .name($0) }) { cells, place in
      if count & 0xFF == 0 { try check(16 * count * cells.count) }
      for (column, cell) in cells.dropLast().enumerated() {
        try readers[column].read(cell, place: place)
      }
      try target.read(cells[cells.count - 1], place: place)
      count += 1
    }
    guard count > 1 || count > 0 && !counts.isEmpty else {
      throw DataError(.badRecord, "`\(source.name)` has too few rows: \(count)")
    }
    counts.append(count)
  }
  return try TableEncoding(readers.map { ($0.name, $0.column) }, try target.targets, check: check)
    .dataset(named: source.name, counts, seed: seed)
}

/// Columns that become the inputs of models.
private struct TableEncoding {
  let columns: [(name: String, content: TableColumn)]
  let targets: Targets
  let check: (Int) throws -> Void

  init(
    _ columns: [(String, TableColumn)], _ targets: Targets, check: @escaping (Int) throws -> Void
  ) {
    self.columns = columns.map { (name: $0.0, content: $0.1) }
    self.check = check
    self.targets = targets
  }

  /// The inputs' names: of a column of numbers its own, of names `column=name`.
  private var names: [String] {
    columns.flatMap { name, content in
      switch content {
      case .numbers: [name]
      case .names(_, let names): names.map { "\(name)=\($0)" }
      }
    }
  }

  func dataset(
    named name: String, _ counts: [Int], seed: UInt64
  ) throws -> Dataset<FeatureExamples> {
    let count = counts.reduce(0, +)
    var train = Array(0..<counts[0])
    var test = Array(counts[0]..<count)
    if counts.count == 1 {
      var random = RandomSource(seed: seed)
      let places = FeatureExamples(
        features: 1, inputs: [Float](repeating: 0, count: count), targets: targets)
      let (first, second) = places.split(0.8, using: &random)
      (train, test) = (first.places, second.places)
    }
    let names = names
    guard Double(count) * Double(names.count) < 1e12 else {
      throw DataError(.badOption, "the table has too many inputs: \(names.count)")
    }
    try check(4 * count * names.count)
    var inputs = [Float](repeating: 0, count: count * names.count)
    var offset = 0
    for (_, content) in columns {
      switch content {
      case .numbers(let numbers):
        let standard = Standard(of: train.map { numbers[$0] })
        for (row, number) in numbers.enumerated() {
          inputs[row * names.count + offset] = standard.score(of: number)
        }
        offset += 1
      case .names(let places, let known):
        for (row, place) in places.enumerated() { inputs[row * names.count + offset + place] = 1 }
        offset += known.count
      }
    }
    let whole = FeatureExamples(
      features: names.count, inputs: inputs, targets: targets, names: names)
    return Dataset(name: name, train: whole.piece(train), test: whole.piece(test))
  }
}

/// The mean and the deviation of some numbers (Welford 1962).
private struct Standard {
  private var mean = 0.0
  private var deviation = 0.0

  init(of numbers: [Double]) {
    var spread = 0.0
    for (place, number) in numbers.enumerated() {
      let step = number - mean
      mean += step / Double(place + 1)
      spread += step * (number - mean)
    }
    deviation = (spread / Double(max(numbers.count, 1))).squareRoot()
  }

  /// How many deviations a number is from the mean; 0 where all are the same. One that 32 bits cannot hold
  /// is the largest that they can.
  func score(of number: Double) -> Float {
    guard deviation > 0, deviation.isFinite else { return 0 }
    let most = Double(Float.greatestFiniteMagnitude)
    return Float(min(max((number - mean) / deviation, -most), most))
  }
}
