internal import Datasets
internal import JSON
internal import Layers
internal import Processes

extension ModelExamples {
  /// Throws where several processes cannot train on them: each shard goes on from states that one of them has.
  func checkTogether(_ group: (any ProcessGroup)?) throws {
    guard data.isStream, let group, group.count > 1 else { return }
    throw TrainingError(
      "several processes cannot train on one running text",
      notes: ["each place of it goes on from what the batch before left there"],
      help: "train it in one process:  alone(() => …)", argument: "data")
  }
}

/// What several processes that train together must agree on.
extension TrainingRun {
  /// Before the first step: throws where they would not train the same.
  func compareProcesses() throws {
    guard let group = options.group, !isCompared else { return }
    isCompared = true
    let facts =
      told + [
        .init("model", .string(model.layersText)),
        .init("weights", .string("\(model.network.parameters.weightsChecksum)")),
        .init("state", .string("\(model.random.text) \(state.epoch) \(state.step)")),
      ]
    let mine = facts.map { fact in
      var sum = Checksum()
      Array((fact.value.string ?? "").utf8).withUnsafeBytes { sum.add($0) }
      return sum.value
    }
    _ = try group.meet(for: .training)
    let all = try group.gather(mine.flatMap { number in withUnsafeBytes(of: number) { Array($0) } })
    for (number, other) in all.enumerated() where other != all[0] {
      let place =
        zip(other, all[0]).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? 0
      throw Self.difference(facts[min(place / 8, facts.count - 1)].name, in: number)
    }
  }

  private static func difference(_ name: String, in number: Int) -> TrainingError {
    let (what, help): (String, String) =
      switch name {
      case "data":
        ("on other examples", "give the same file to each machine, or share a folder among them")
      case "model", "weights":
        ("a model with other \(name == "model" ? "layers" : "weights")", same)
      case "state": ("from another point", same)
      default: ("with another `\(name)`", same)
      }
    return TrainingError(
      "process \(number) would train \(what) than process 0",
      notes: ["together they train one model"],
      help: help, argument: name == "data" ? "data" : "model")
  }

  private static var same: String {
    "let each process do the same; what each does by itself goes into  alone(() => …)"
  }

  /// What is measured is as the first process has it, so that a program does the same in all.
  func tellAsFirstProcess(_ report: inout TrainingReport) throws {
    guard let group = options.group else { return }
    let told = try group.meet(
      for: .report, [report.seconds.bitPattern, UInt64(clamping: report.peakBytes)])
    report.seconds = Double(bitPattern: told[0][0])
    report.peakBytes = Int(clamping: told[0][1])
  }
}
