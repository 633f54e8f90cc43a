internal import Evolution
internal import JSON

/// The state of a training as JSON, from which it comes back to the last bit.
extension TrainerState {
  var json: JSONValue {
    .object([
      .init("epoch", .number(Double(epoch))), .init("step", .number(Double(step))),
      .init("batch", .number(Double(batch))), .init("seconds", .exact(seconds)),
      .init("rate", .exact(rate)),
      .init("update_rate", updateRate.map { .exact($0) } ?? .null), .init("stretch", stretch.json),
      .init("of_epoch", ofEpoch.json),
      .init("evaluations", .array(evaluations.entries.map(\.json))),
      .init(
        "memory",
        .object(
          memory.numbers.sorted { $0.key < $1.key }.map { .init($0.key, .exact($0.value)) })),
    ])
  }

  /// Nil where `json` is none, or cannot be of a training.
  init?(_ json: JSONValue) {
    guard let epoch = json["epoch"]?.count, let step = json["step"]?.count,
      let batch = json["batch"]?.count, let seconds = json["seconds"]?.exactNumber,
      let rate = json["rate"]?.exactNumber, let stretch = json["stretch"].flatMap(Tally.init),
      let ofEpoch = json["of_epoch"].flatMap(Tally.init),
      let evaluations = json["evaluations"]?.array?.map(Evaluations.Entry.init),
      case .object(let memory) = json["memory"]
    else { return nil }
    let entries = evaluations.compactMap { $0 }
    guard entries.count == evaluations.count else { return nil }
    self.epoch = epoch
    self.step = step
    self.batch = batch
    self.seconds = seconds
    self.rate = rate
    updateRate = json["update_rate"]?.exactNumber
    self.stretch = stretch
    self.ofEpoch = ofEpoch
    self.evaluations = Evaluations(entries)
    for member in memory {
      guard let number = member.value.exactNumber else { return nil }
      self.memory.numbers[member.name] = number
    }
  }
}

extension TrainerState.Tally {
  fileprivate var json: JSONValue {
    .object(
      [
        .init("steps", .number(Double(steps))), .init("loss", .exact(loss)),
        .init("weight", .exact(weight)), .init("examples", .number(Double(examples))),
        .init("correct", .number(Double(correct))),
        .init("words", .number(Double(words))), .init("seconds", .exact(seconds)),
        .init("removed", .number(Double(moves.removed))),
        .init("grown", .number(Double(moves.grown))),
      ] + (measures.isEmpty ? [] : [.init("measures", .array(measures.map { .exact($0) }))]))
  }

  fileprivate init?(_ json: JSONValue) {
    guard let steps = json["steps"]?.count, let loss = json["loss"]?.exactNumber,
      let weight = json["weight"]?.exactNumber, let examples = json["examples"]?.count,
      let correct = json["correct"]?.count,
      let words = json["words"]?.count, let seconds = json["seconds"]?.exactNumber,
      let removed = json["removed"]?.count, let grown = json["grown"]?.count
    else { return nil }
    self.init(
      steps: steps, loss: loss, weight: weight, examples: examples, correct: correct, words: words,
      seconds: seconds)
    moves.removed = removed
    moves.grown = grown
    let sums = json["measures"]?.array?.map(\.exactNumber) ?? []
    guard !sums.contains(nil) else { return nil }
    measures = sums.compactMap { $0 }
  }
}

extension Evaluations.Entry {
  fileprivate var json: JSONValue {
    .object([
      .init("epoch", .number(Double(epoch))), .init("step", .number(Double(step))),
      .init("loss", .exact(loss)), .init("accuracy", accuracy.map { .exact($0) } ?? .null),
    ])
  }

  fileprivate init?(_ json: JSONValue) {
    guard let epoch = json["epoch"]?.count, let step = json["step"]?.count,
      let loss = json["loss"]?.exactNumber
    else { return nil }
    self.init(epoch: epoch, step: step, loss: loss, accuracy: json["accuracy"]?.exactNumber)
  }
}

extension JSONValue {
  /// A number; JSON has no infinities, which are strings.
  static func exact(_ number: Double) -> JSONValue {
    number.isFinite ? .number(number) : .string("\(number)")
  }

  var exactNumber: Double? { number ?? string.flatMap { Double($0) } }

  /// A whole number from 0 to below 2⁴⁰.
  var count: Int? {
    guard let number, (0..<Double(1 << 40)).contains(number) else { return nil }
    return Int(exactly: number)
  }
}
