internal import Characters

/// How the columns of a table became inputs and targets, so that other rows can be read alike.
public struct TableEncoding: Sendable {
  /// What a column becomes.
  enum Column: Sendable {
    case number(Standard)
    /// An input for each, in the order of classes.
    case names([String])
  }

  struct Input: Sendable {
    let name: String
    let column: Column

    var isOfNames: Bool {
      if case .names = column { true } else { false }
    }
  }

  let columns: [Input]
  /// The name of the column that is learned.
  let target: String
  /// Its classes; none where it holds numbers.
  let classes: [String]

  /// Numbers are standardised by the rows `train`.
  init(
    _ columns: [(name: String, content: TableColumn)], of train: [Int], target: String,
    classes: [String]
  ) {
    self.columns = columns.map { name, content in
      switch content {
      case .numbers(let numbers):
        Input(name: name, column: .number(Standard(of: train.map { numbers[$0] })))
      case .names(_, let names): Input(name: name, column: .names(names))
      }
    }
    self.target = target
    self.classes = classes
  }

  /// The inputs' names: of a column of numbers its own, of names `column=name`.
  private var names: [String] {
    columns.flatMap { input in
      switch input.column {
      case .number: [input.name]
      case .names(let names): names.map { "\(input.name)=\($0)" }
      }
    }
  }

  /// The rows as examples; `owner` is what they are read like, where they are.
  func examples(
    _ table: TableRows, _ targets: Targets, of owner: String = "",
    _ check: (Int) throws -> Void
  ) throws -> FeatureExamples {
    let names = names
    guard Double(table.count) * Double(names.count) < 1e12 else {
      throw DataError(.badOption, "the table has too many inputs: \(names.count)")
    }
    try check(4 * table.count * names.count)
    var inputs = [Float](repeating: 0, count: table.count * names.count)
    var offset = 0
    for (input, (name, content)) in zip(columns, table.columns) {
      switch (input.column, content) {
      case (.number(let standard), .numbers(let numbers)):
        for (row, number) in numbers.enumerated() {
          inputs[row * names.count + offset] = standard.score(of: number)
        }
        offset += 1
      case (.names(let known), .names(let places, let met)):
        let numbers = try Self.numbers(of: met, places, among: known, name, owner)
        for (row, place) in places.enumerated() {
          inputs[row * names.count + offset + numbers[place]] = 1
        }
        offset += known.count
      case (.number, .names(_, let met)):
        throw DataError(
          .badRecord, "`\(name)` holds \(met.first?.inMessage ?? "names"), and in \(owner) numbers",
          help: "leave such rows out, or read both anew")
      case (.names(let known), .numbers): offset += known.count
      }
    }
    return FeatureExamples(
      features: names.count, inputs: inputs, targets: targets, names: names, encoding: self)
  }

  /// The column to learn, its classes by their numbers here.
  func targets(_ table: TableRows, of owner: String) throws -> Targets {
    guard !classes.isEmpty, case .names(let places, let met)? = table.targetColumn else {
      return try table.targets
    }
    let numbers = try Self.numbers(of: met, places, among: classes, target, owner)
    return .classes(places.map { numbers[$0] }, names: classes)
  }

  /// The place of each of `met` among `known`; throws where one is not there.
  private static func numbers(
    of met: [String], _ places: [Int], among known: [String], _ column: String, _ owner: String
  ) throws -> [Int] {
    let numbers = Dictionary(
      known.enumerated().map { (ExactText($1), $0) }, uniquingKeysWith: { first, _ in first })
    return try met.enumerated().map { place, name in
      if let number = numbers[ExactText(name)] { return number }
      throw DataError(
        .badLabels, "\(owner) knows no \(name.inMessage) in `\(column)`",
        notes: [
          "it stands in row \(places.firstIndex(of: place) ?? 0), counted from 0",
          "known are " + known.prefix(20).map(\.inMessage).joined(separator: ", "),
        ], help: "leave such rows out, or put a name in its place that is known")
    }
  }
}

/// The mean and the deviation of some numbers (Welford 1962).
struct Standard: Sendable {
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
