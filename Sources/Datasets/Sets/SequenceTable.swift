internal import Characters
internal import Tensors

/// Reads a table whose rows are steps: those with the same cell under `sequence` are a sequence, in their
/// order, and have the same target. Inputs are numbers as they stand.
///
/// Split 80/20 by the seed, unless there are sequences to test on. Throws `DataError`.
public func sequenceDataset(
  _ source: any TextSource, sequence: String, _ choice: TableChoice,
  test: (any TextSource)? = nil, seed: UInt64, check: @escaping (Int) throws -> Void
) throws -> Dataset<SequenceExamples> {
  let inputs = try choice.inputs(of: source, besides: [sequence])
  var table = SequenceTable(inputs: inputs, choice)
  var counts: [Int] = []
  for source in [source, test].compactMap({ $0 }) {
    table.beginPart()
    try source.forEachRow(of: ([sequence] + inputs + [choice.target]).map { .name($0) }) {
      cells, place in
      if table.rowCount & 0xFF == 0 { try check(8 * table.rowCount * cells.count) }
      try table.read(cells, place)
    }
    counts.append(table.count - counts.reduce(0, +))
  }
  guard counts[0] > (test == nil ? 1 : 0), counts.last ?? 0 > 0 else {
    throw DataError(.badRecord, "`\(source.name)` has too few sequences: \(counts[0])")
  }
  let whole = try table.examples
  guard counts.count > 1 else {
    var random = RandomSource(seed: seed)
    return Dataset(name: source.name, whole: whole, share: 0.8, using: &random)
  }
  return Dataset(
    name: source.name, train: whole.piece(Array(0..<counts[0])),
    test: whole.piece(Array(counts[0]..<whole.count)))
}

/// Rows that are dealt out to their sequences.
private struct SequenceTable {
  private let inputs: [String]
  private var target: TableColumnReader
  /// Of each sequence its numbers, row by row, and the cell of its target.
  private var sequences: [(numbers: [Float], target: [UInt8])] = []
  /// Where the sequences of the part stand, by what names them.
  private var known: [[UInt8]: Int] = [:]
  private(set) var rowCount = 0

  init(inputs: [String], _ choice: TableChoice) {
    self.inputs = inputs
    target = choice.targetReader
  }

  var count: Int { sequences.count }

  /// The same name means another sequence from here on.
  mutating func beginPart() { known = [:] }

  /// The cells are the name of the sequence, the inputs, the target.
  mutating func read(_ cells: [[UInt8]], _ place: () -> String) throws {
    rowCount += 1
    let wanted = cells[cells.count - 1]
    let number: Int
    if let found = known[cells[0]] {
      number = found
      guard sequences[number].target == wanted else {
        throw DataError(
          .badLabels, "a sequence has two targets",
          notes: [
            "`\(target.name)` in \(place()) is another than in the first row of its sequence"
          ],
          help: "each row of a sequence names the same target")
      }
    } else {
      number = sequences.count
      known[cells[0]] = number
      sequences.append(([], wanted))
      try target.read(wanted, place: place)
    }
    for (column, cell) in cells.dropFirst().dropLast().enumerated() {
      sequences[number].numbers.append(try self.number(cell, inputs[column], place))
    }
  }

  private func number(_ cell: [UInt8], _ column: String, _ place: () -> String) throws -> Float {
    guard let number = DecimalNumber.value(of: cell), Float(number).isFinite else {
      let text = String(decoding: cell.prefix(40), as: UTF8.self)
      throw DataError(
        .badRecord, "`\(column)` in \(place()) is no number",
        notes: [text.isEmpty ? "it is empty" : "it is \(text.inMessage)"],
        help: "leave such rows out, or the column:  columns: […]")
    }
    return Float(number)
  }

  /// All of them.
  var examples: SequenceExamples {
    get throws {
      var starts = [0]
      for sequence in sequences {
        starts.append(starts[starts.count - 1] + sequence.numbers.count / inputs.count)
      }
      return SequenceExamples(
        features: inputs.count, inputs: Array(sequences.map(\.numbers).joined()), starts: starts,
        targets: try target.targets)
    }
  }
}
