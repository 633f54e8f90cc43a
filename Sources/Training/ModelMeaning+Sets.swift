internal import Datasets
internal import Layers

/// Checks of examples that can have several classes each.
extension ModelMeaning {
  /// Whether the targets of `data` say of each class whether an example has it: as lists of labels, or as rows of
  /// 0 and 1 for a loss that takes those.
  func readsSets(_ data: any ExampleSource, _ loss: ChosenLoss) -> Bool {
    switch data.targets {
    case .sets: true
    case .classes, .following, .steps: false
    case .values(_, let width): width > 1 && loss.loss.takesSets
    }
  }

  func checkSets(
    _ data: any ExampleSource, _ outputs: Int, _ loss: ChosenLoss, as argument: String
  ) throws {
    guard self.loss == nil || tellsSets else {
      throw TrainingError(
        "the model tells \(classes.isEmpty ? "numbers" : "one class of an example"), the targets"
          + "\(argument == "data" ? "" : " of `\(argument):`") are several",
        help: "train a new model on them", argument: argument)
    }
    guard loss.loss.takesSets else {
      throw TrainingError(
        "`loss: \"\(loss.loss.name)\"` takes \(loss.loss.takes), and no lists of labels",
        help: "leave `loss:` out: \"\(BinaryCrossEntropy().name)\" follows from lists of labels",
        argument: loss.isNamed ? "loss" : argument)
    }
    if case .values(let values, let width) = data.targets {
      try checkZerosAndOnes(values, width, of: data, as: argument)
    } else {
      try checkClasses(of: data, as: argument)
    }
    let wanted = classes.isEmpty ? data.targets.setWidth : classes.count
    guard outputs == wanted, data.targets.isSet || data.targets.setWidth == wanted else {
      throw TrainingError(
        "the model gives \(outputs), the labels are \(data.targets.setWidth)",
        notes: ["where examples can have several labels, each label has an output"],
        help: "end the model with:  dense(\(data.targets.setWidth))",
        argument: argument == "data" ? "model" : argument)
    }
  }

  /// A model of several labels takes no examples of one class each.
  func checkIsOneEach(as argument: String) throws {
    guard loss != nil, tellsSets, outputs != 1 else { return }
    throw TrainingError(
      "the model tells any number of labels of an example, the targets are one class each",
      help: "give a list of labels for each", argument: argument)
  }

  private func checkZerosAndOnes(
    _ values: [Float], _ width: Int, of data: any ExampleSource, as argument: String
  ) throws {
    for (row, place) in data.places.enumerated() {
      for column in 0..<width {
        let value = values[place * width + column]
        guard value != 0, value != 1 else { continue }
        throw TrainingError(
          "row \(row), column \(column) of the targets is \(value)",
          notes: [
            "\(BinaryCrossEntropy().name) reads a row as the labels that an example has: 1, and 0 of others"
          ],
          help: "leave `loss:` out to come near numbers", argument: argument)
      }
    }
  }
}

extension Targets {
  /// They are lists of labels.
  fileprivate var isSet: Bool {
    if case .sets = self { true } else { false }
  }

  /// How many labels there are.
  fileprivate var setWidth: Int {
    if case .values(_, let width) = self { width } else { classes.count }
  }
}
