internal import Datasets
internal import Evolution
internal import JSON
internal import Layers
internal import Tensors
internal import Topology

/// A training at one point: all that it takes to go on from there to the same bits.
public struct TrainingPoint {
  let model: Model
  let random: RandomSource
  let state: TrainerState
  let batches: [[Int]]
  let kept: [ParameterState.Arrays]
  let seen: [SparseMatrix]
  let carried: [CarriedStates]
  /// A model that was kept beside.
  public let best: Model?
  /// What else was kept, by name.
  public let notes: [(name: String, text: String)]
}

/// A training as a file, from which it goes on to the same bits as if it had never stopped: the model as a
/// model file has it, what the optimizer and the rule keep of each weight, where random choices stand, and
/// the `TrainerState`. Whoever reads a model from it gets the model.
extension TrainingRun {
  private static let version = 1

  /// `best` is a model that is kept beside; `notes` are whatever the caller keeps, by name.
  public func file(
    best: Model? = nil, notes: [(name: String, text: String)] = []
  ) -> SafetensorsFile {
    withTrainedWeights { trainedFile(best: best, notes: notes) }
  }

  private func trainedFile(
    best: Model?, notes: [(name: String, text: String)]
  ) -> SafetensorsFile {
    var file = model.unsealedFile
    for (name, state) in namedStates {
      for (kept, array) in zip(options.optimizer.stateNames, state.arrays) {
        file.arrays.append(
          .init("\(name).\(kept)", shape: [array.count], .floats(array.array)))
      }
      if state.births.count > 0 {
        file.arrays.append(
          .init("\(name).births", shape: [state.births.count], .integers(state.births.array)))
      }
      if state.marks.count > 0 {
        file.arrays.append(
          .init("\(name).marks", shape: [state.marks.count], .floats(state.marks.array)))
      }
    }
    for part in placesSeen?.parts ?? [] {
      let (name, matrix) = (Self.seenName(part), part.seen.matrix)
      file.arrays += [
        .init(
          "\(name).row_starts", shape: [matrix.rowStarts.count], .integers(matrix.rowStarts)),
        .init("\(name).column_indices", shape: [matrix.count], .integers(matrix.columnIndices)),
      ]
    }
    for (number, states) in shards.carried.enumerated() {
      file.arrays += states.arrays.map {
        .init(Self.carriedName(number) + $0.name, shape: [$0.values.count], .floats($0.values))
      }
    }
    if let best {
      file.arrays += best.unsealedFile.arrays.map {
        .init("best." + $0.name, shape: $0.shape, $0.content)
      }
    }
    file.metadata += [
      ("setl.random", model.random.text),
      ("setl.training", "\(Self.version)"),
      ("setl.training.state", state.json.text),
      ("setl.training.options", JSONValue.object(told).text),
    ]
    file.metadata += notes.map { ("setl.notes." + $0.name, $0.text) }
    return file.sealed()
  }

  private static func seenName(_ part: PlacesWatch.Part) -> String {
    "training.\(part.layer).places_seen.\(part.number)"
  }

  private static func carriedName(_ shard: Int) -> String { "training.carried.\(shard)." }

  /// What a file says that the texts of each shard had come to; none at the beginning of a stream.
  private func carried(in file: SafetensorsFile) throws -> [CarriedStates] {
    let prefix = "training.carried."
    var found: [Int: CarriedStates] = [:]
    for array in file.arrays where array.name.hasPrefix(prefix) {
      let name = array.name.dropFirst(prefix.count)
      guard let dot = name.firstIndex(of: "."), let number = Int(name[..<dot]), number >= 0,
        case .floats(let values) = array.content
      else { throw SafetensorsFile.FormatError(reason: "array `\(array.name)` cannot be read") }
      let states = found[number] ?? CarriedStates()
      found[number] = states
      guard states.set(name[name.index(after: dot)...], to: values) else {
        throw SafetensorsFile.FormatError(reason: "array `\(array.name)` cannot be read")
      }
    }
    let numbers = found.keys.sorted()
    guard numbers == Array(0..<found.count) else {
      throw SafetensorsFile.FormatError(reason: "the states of its texts are not all there")
    }
    return numbers.compactMap { found[$0] }
  }

  /// The places that a file says were seen; none of a file that says nothing of them.
  private func seen(in file: SafetensorsFile) throws -> [SparseMatrix] {
    let stored = StoredWeights(file)
    return try (placesSeen?.parts ?? []).filter { stored.has(Self.seenName($0) + ".row_starts") }
      .map { part in
        let name = Self.seenName(part)
        let starts = try stored.integers(
          named: name + ".row_starts", shape: [part.seen.rows + 1])
        let columns = try stored.integers(named: name + ".column_indices", shape: nil)
        let matrix = SparseMatrix(
          rows: part.seen.rows, columns: part.seen.columns, rowStarts: starts,
          columnIndices: columns, values: [Float](repeating: 0, count: columns.count))
        if let wrong = matrix.invariantViolation() {
          throw SafetensorsFile.FormatError(reason: "array `\(name)`: \(wrong)")
        }
        return matrix
      }
  }

  /// What is kept of each parameter, and what its arrays are called.
  private var namedStates: [(name: String, state: ParameterState)] {
    Array(zip(model.network.namedParameters.map { "training.\($0.name)" }, update.states))
  }

  /// Becomes as a run of the same options was at `point`, and the model with it.
  public func resume(at point: TrainingPoint) {
    update.hideAverages()
    model.restore(from: point.model)
    model.meaning = point.model.meaning
    // A file does not hold the function of a loss that a program wrote.
    model.meaning.loss = loss
    model.random = point.random
    for (state, kept) in zip(update.states, point.kept) { state.become(kept) }
    placesSeen?.become(point.seen)
    placesSeen?.record(model.network)
    become(point.state, batches: point.batches, carried: point.carried)
  }

  /// The point at which a run of the same options wrote `file`.
  ///
  /// The number of epochs and threads may be another. Throws `TrainingError` where the file is of another
  /// training, `FormatError` where it is damaged.
  public func point(in file: SafetensorsFile) throws -> TrainingPoint {
    let saved = try Model(file)
    guard let version = file.text("setl.training").flatMap({ Int($0) }) else {
      throw TrainingError(
        "the file is of a model, not of a training",
        notes: ["it says nothing of the optimizer, and not how far a training had come"],
        help: "begin a new training with it:  let model = load(…)", argument: "resume")
    }
    guard version <= Self.version else {
      throw SafetensorsFile.FormatError(
        .newer, reason: "its training has version \(version), known is \(Self.version)")
    }
    try checkOptions(of: file)
    guard
      let state = file.text("setl.training.state").flatMap({ JSONValue(parsing: $0.utf8) })
        .flatMap({ TrainerState($0) }), let random = RandomSource(text: file.text("setl.random"))
    else { throw SafetensorsFile.FormatError(reason: "its training cannot be read") }
    let batches = state.epoch > 0 ? batches(ofEpoch: state.epoch) : []
    guard state.batch <= batches.count, state.step >= state.batch else {
      throw SafetensorsFile.FormatError(reason: "its training does not fit the examples")
    }
    let hasBest = file.arrays.contains { $0.name.hasPrefix("best.") }
    let prefix = "setl.notes."
    return TrainingPoint(
      model: saved, random: random, state: state, batches: batches,
      kept: try stateArrays(file, of: saved), seen: try seen(in: file),
      carried: try carried(in: file),
      best: hasBest ? try Model(file, arraysOf: "best.") : nil,
      notes: file.metadata.filter { $0.name.hasPrefix(prefix) }
        .map { (String($0.name.dropFirst(prefix.count)), $0.text) })
  }

  private func stateArrays(
    _ file: SafetensorsFile, of saved: Model
  ) throws -> [ParameterState.Arrays] {
    let stored = StoredWeights(file)
    return try zip(namedStates, saved.network.parameters).map { named, parameter in
      let count = parameter.count
      func floats(_ kept: String) throws -> [Float]? {
        let name = "\(named.name).\(kept)"
        return stored.has(name) ? try stored.floats(named: name, shape: [count]) : nil
      }
      let births = "\(named.name).births"
      let optimizer = try options.optimizer.stateNames.compactMap { try floats($0) }
      // All are there, or none before the first step.
      guard optimizer.isEmpty || optimizer.count == options.optimizer.stateNames.count else {
        throw SafetensorsFile.FormatError(reason: "the optimizer's arrays are not all there")
      }
      return ParameterState.Arrays(
        optimizer: optimizer,
        births: stored.has(births) ? try stored.integers(named: births, shape: [count]) : [],
        marks: try floats("marks") ?? [])
    }
  }

  // MARK: Options

  /// The seed of the training that wrote `file`.
  public static func seed(in file: SafetensorsFile) -> UInt64? {
    options(in: file)?["seed"]?.string.flatMap { UInt64($0) }
  }

  private static func options(in file: SafetensorsFile) -> JSONValue? {
    file.text("setl.training.options").flatMap { JSONValue(parsing: $0.utf8) }
  }

  /// What must be the same for the same bits to come.
  var told: [JSONValue.Member] {
    [
      .init("batch", .string("\(options.batch)")), .init("seed", .string("\(options.seed)")),
      .init("optimizer", .string(options.optimizer.description)),
      .init("evolution", .string(options.evolution?.description ?? "none")),
      .init("clip", .string(options.clip.map { "\($0)" } ?? "none")),
      .init("loss", .string((loss as? OwnObjective)?.loss?.text ?? loss.name)),
      .init("schedule", .string(options.schedule?.description ?? "none")),
      .init("class_weights", .string("\(objective.emphasis.classWeights)")),
      .init("label_smoothing", .string("\(options.labelSmoothing)")),
      .init("noise", .string(options.noise.map { "\($0.eta)" } ?? "none")),
      .init("data", .string(dataChecksum)),
    ]
      + model.network.ownLayers.enumerated().map {
        .init("own layer \($0 + 1)", .string($1.computation?.text ?? ""))
      }
  }

  private func checkOptions(of file: SafetensorsFile) throws {
    guard file.text("setl.layers") == model.layersText else {
      throw TrainingError(
        "the file is of a training of another model", notes: ["its layers are others"],
        help: "make the model as it was made then", argument: "resume")
    }
    let saved = Self.options(in: file)
    for option in told {
      let then = saved?[option.name]?.string ?? "?"
      guard then != option.value.string else { continue }
      throw option.name == "data"
        ? TrainingError(
          "the file is of a training on other examples", help: "give the same `data`",
          argument: "resume")
        : TrainingError(
          "the file is of a training with another `\(option.name)`",
          notes: ["there it is \(then), here \(option.value.string ?? "?")"],
          help: "give the same, or begin a new training with  load(…)", argument: "resume")
    }
  }
}

extension ExampleSource {
  /// Of inputs and targets, in their order.
  var checksum: String {
    var sum = Checksum()
    func add<Number>(_ numbers: [Number]) { numbers.withUnsafeBytes { sum.add($0) } }
    add(lengths)
    addInputs(to: &sum)
    switch targets {
    case .classes(let labels, let names):
      add(places.map { labels[$0] })
      add(Array(names.joined(separator: "\n").utf8))
    case .sets(let rows, let names):
      for place in places { add(Array(rows[place * names.count..<(place + 1) * names.count])) }
      add(Array(names.joined(separator: "\n").utf8))
    case .values(let values, let outputs):
      for place in places { add(Array(values[place * outputs..<(place + 1) * outputs])) }
    // Inputs are all there is.
    case .following: break
    case .steps(let inner, let starts):
      for place in places {
        let range = starts[place]..<starts[place + 1]
        switch inner {
        case .classes(let labels, _): add(Array(labels[range]))
        case .values(let values, let outputs):
          add(Array(values[range.lowerBound * outputs..<range.upperBound * outputs]))
        case .sets, .following, .steps: break
        }
      }
      add(Array(inner.classes.joined(separator: "\n").utf8))
    }
    return sum.text
  }
}
