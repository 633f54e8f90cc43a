internal import Datasets
internal import Layers

/// Whether data, model and loss fit each other, told in words where they do not.
extension ModelMeaning {
  /// A loss, and whether the user named it in this call.
  struct ChosenLoss {
    var loss: any Objective
    var isNamed: Bool
  }

  /// The loss of a training or an evaluation: the one that is named, else the one that is remembered, else
  /// what follows from labels and outputs.
  func choose(
    named: (any Objective)?, remembered: (any Objective)?, for data: any ExampleSource
  ) -> ChosenLoss {
    if let named { return ChosenLoss(loss: named, isNamed: true) }
    return ChosenLoss(loss: remembered ?? data.loss(outputs: outputs ?? 1), isNamed: false)
  }

  /// `data` as the model sees them, read `batch` at a time. Throws `TrainingError` where the model does not take them, does not give
  /// what their targets need, or where `loss` does not fit both; `argument` is what the data are given as.
  func examples(
    _ data: any ExampleSource, loss: ChosenLoss, as argument: String = "data", batch: Int,
    isTraining: Bool = false
  ) throws -> ModelExamples {
    guard data.count > 0 else {
      throw TrainingError(
        argument == "data" ? "there is no example to work on" : "`\(argument):` holds no example",
        argument: argument)
    }
    let outputs = try checkInput(data, as: argument)
    if readsSets(data, loss) {
      try checkSets(data, outputs, loss, as: argument)
      try checkLastFunction(loss)
      return ModelExamples(
        try data.arranged(batch: batch, isTraining: isTraining), classes: classes, readsSets: true)
    }
    if data.isStream {
      guard loss.loss.fits(outputs: outputs, classes: outputs), loss.loss.ownFunction != nil else {
        throw TrainingError(
          "`loss: \"\(loss.loss.name)\"` does not say which \(data.lengthUnit.rawValue) come next",
          help: "leave `loss:` out: \"\(CrossEntropy().name)\" follows from the text",
          argument: loss.isNamed ? "loss" : "data")
      }
    } else if data.classes.isEmpty {
      try checkNumbers(data, outputs, loss, as: argument)
    } else {
      try checkClasses(of: data, as: argument)
      try checkIsOneEach(as: argument)
      let count = classes.isEmpty ? data.classes.count : classes.count
      guard loss.loss.fits(outputs: outputs, classes: count) else {
        throw loss.isNamed
          ? wrongLoss(loss.loss, outputs: outputs, classes: count)
          : wrongOutputs(outputs, classes: count)
      }
    }
    try checkLastFunction(loss)
    return ModelExamples(
      try data.arranged(batch: batch, isTraining: isTraining), classes: classes)
  }

  /// Whether the model takes `data`, whatever their targets are. Gives how many numbers it gives of each.
  @discardableResult
  func checkInput(_ data: any ExampleSource, as argument: String = "data") throws -> Int {
    guard let outputs, givesSteps == data.hasTargetsByStep else {
      throw TrainingError(
        givesSteps
          ? "the model gives a sequence, not a class"
          : "the model gives one answer, and the data want one at each step",
        help: givesSteps
          ? "let one vector stand for a sequence:  pooling(\"mean\"), dense(1)"
          : "let its last recurrent layer give all steps:  lstm(units: 64, sequence: true)",
        argument: argument == "data" ? "model" : argument)
    }
    try data.checkFit(to: self, as: argument)
    try checkLabels(data, as: argument)
    return outputs
  }

  /// The same of data whose targets do not matter.
  func checkAnswers(about data: any ExampleSource) throws -> Int {
    try data.checkFit(to: self, as: "data")
    try checkLabels(data, as: "data")
    return outputs ?? 1
  }

  /// Running text alone tells classes that layers go by.
  private func checkLabels(_ data: any ExampleSource, as argument: String) throws {
    guard !labelCounts.isEmpty, !data.isStream else { return }
    throw TrainingError(
      "`class_embedding` goes by the class of running text",
      notes: ["of other data a class is what a model is to tell, and not what it is told"],
      help: "running_text(texts, labels: stars)", argument: argument == "data" ? "model" : argument)
  }

  private func checkNumbers(
    _ data: any ExampleSource, _ outputs: Int, _ loss: ChosenLoss, as argument: String
  ) throws {
    if case .values(_, outputs: 0) = data.targets {
      throw TrainingError(
        argument == "data" ? "the examples have no targets" : "`\(argument):` has no targets",
        notes: ["their table has no column of what is to be learned"],
        help: "such rows can be predicted:  predict(model, data.all)", argument: argument)
    }
    guard classes.isEmpty else {
      throw TrainingError(
        "the model tells classes, the targets\(of(argument)) are numbers",
        notes: ["its classes are \(listed(classes))"],
        help: "give examples with a class each, or make a new model for numbers", argument: argument
      )
    }
    guard loss.loss.takesNumbers else {
      throw TrainingError(
        "`loss: \"\(loss.loss.name)\"` needs classes, the targets\(of(argument)) are numbers",
        notes: [Self.classesAreStrings], help: "leave `loss:` out to come near the numbers",
        argument: loss.isNamed ? "loss" : argument)
    }
    // What a loss of the program's own makes of outputs is its own affair.
    guard data.targets.outputs == outputs || loss.loss is OwnObjective else {
      throw TrainingError(
        "the model gives \(counted(outputs, "number")), the targets\(of(argument)) have another length",
        notes: [
          Self.classesAreStrings,
          "a loss of your own may compare them:  loss: (outputs, targets) => …",
        ], help: "end it with a dense layer of as many units",
        argument: argument == "data" ? "model" : argument)
    }
  }

  private static let classesAreStrings =
    "classes are strings; of whole numbers they are made by  map(targets, string)"

  /// Each class that an example of `data` has must be one of the model's, by its name.
  func checkClasses(of data: any ExampleSource, as argument: String) throws {
    if classes.isEmpty {
      // Trained, and without classes: a model of numbers.
      guard loss == nil else {
        throw TrainingError(
          "the model gives numbers, the targets\(of(argument)) are classes",
          help: "give examples with a number each, or train a model on classes", argument: argument)
      }
      return
    }
    guard !data.classes.isExactly(classes) else { return }
    let numbers = ModelExamples.numbers(of: data.classes, in: classes)
    let counts = data.classCounts
    let strange = data.classes.indices.filter { numbers[$0] < 0 && counts[$0] > 0 }
    guard !strange.isEmpty else { return }
    let names = strange.map { data.classes[$0] }
    let examples = counted(strange.reduce(0) { $0 + counts[$1] }, "example")
    throw TrainingError(
      "the model has no \(strange.count == 1 ? "class" : "classes") \(listed(names))",
      notes: [
        "\(examples)\(of(argument)) of \(data.count) have \(strange.count == 1 ? "it" : "them") as label",
        "its classes are \(listed(classes))",
      ],
      help: "name classes as the model does, or train a new model", argument: argument)
  }

  private func wrongOutputs(_ outputs: Int, classes: Int) -> TrainingError {
    TrainingError(
      "\(outputs) \(outputs == 1 ? "output does" : "outputs do") not fit \(counted(classes, "class"))",
      notes: ["two classes take one output or two, more classes one output each"],
      help: "end the model with:  dense(\(classes == 2 ? 1 : classes))", argument: "model")
  }

  private func wrongLoss(_ loss: any Objective, outputs: Int, classes: Int) -> TrainingError {
    let following: any Objective = outputs == 1 ? BinaryCrossEntropy() : CrossEntropy()
    return TrainingError(
      "`loss: \"\(loss.name)\"` takes \(loss.takes)",
      notes: [
        "here \(outputs == 1 ? "is" : "are") \(counted(outputs, "output")) and \(counted(classes, "class"))"
      ],
      help: following.fits(outputs: outputs, classes: classes)
        ? "leave `loss:` out: \"\(following.name)\" follows from labels and outputs"
        : "end the model with:  dense(\(loss.outputs(for: classes)))",
      argument: "loss")
  }

  /// A cross-entropy puts a function of its own on the outputs: two, one after the other, leave no output
  /// that says "no".
  private func checkLastFunction(_ loss: ChosenLoss) throws {
    guard lastFunction == .sigmoid, let own = loss.loss.ownFunction else { return }
    throw TrainingError(
      "the last layer has `activation: \"sigmoid\"`, and the loss puts a \(own) on what it gives",
      notes: ["with both, every output lies between 0 and 1 before the \(own) of the loss"],
      help:
        "leave `activation:` out, or let outputs be answers as they are:  loss: \"mean_square\"",
      argument: loss.isNamed ? "loss" : "model")
  }

  private func of(_ argument: String) -> String { argument == "data" ? "" : " of `\(argument):`" }
}

/// `a, b and 3 more`
func listed(_ names: [String]) -> String {
  let shown = names.prefix(8).map { "`\($0)`" }
  guard names.count > shown.count else { return shown.joined(separator: ", ") }
  return shown.joined(separator: ", ") + " and \(names.count - shown.count) more"
}

/// `1 class`, `2 classes`
private func counted(_ count: Int, _ name: String) -> String {
  count == 1 ? "1 \(name)" : "\(count) \(name)\(name.hasSuffix("s") ? "es" : "s")"
}
