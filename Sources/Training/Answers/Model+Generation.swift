internal import Datasets
internal import Layers
public import Tensors

extension Model {
  /// Goes on with `prompt` for `length` tokens, each drawn from what the model makes of all before it, and gives
  /// the text of these; of the class `label`, where layers go by one. Throws `TrainingError` where it was not trained on running text, and `CancellationError`
  /// where it is to stop.
  public func generate(
    _ prompt: String, length: Int, label: String?, _ sampling: Sampling, random: RandomSource,
    stop: StopRequests
  ) throws -> String {
    guard let vocabulary = meaning.vocabulary, vocabulary.tokens.isRunning else {
      throw TrainingError(
        "the model has not been trained on running text",
        help: "train one that answers at each step on  text_file(\"book.txt\")",
        argument: "model")
    }
    let asked = try numbers(of: prompt, vocabulary)
    let number = try self.number(ofLabel: label)
    network.prepare(width: Panel.width(for: 1), isTraining: false)
    let pass = network.makeNetworkPass()
    let words = WordBatch(vocabulary: vocabulary.size)
    var random = random
    var mode = PassMode(isTraining: false, random: random, shouldStop: stop.atOnce)
    mode.carried = CarriedStates()
    let labels = number.map { Storage(count: asked.count * Panel.width(for: 1), filledWith: $0) }
    mode.labels = labels
    var next = asked
    var written: [Int32] = []
    while written.count < length {
      words.fill(count: 1) { _ in next[...] }
      let output = pass.forward(.words(words), mode: mode)
      if stop.atOnce() { throw CancellationError() }
      guard case .sequence(let panels) = output else { break }
      let last = panels.panel(panels.steps - 1)
      let numbers = (0..<panels.features).map { last[$0 * panels.width] }
      guard let place = sampling.draw(numbers, using: &random) else {
        throw TrainingError(
          "the model gives no numbers any more", help: "train a new model with a smaller rate",
          argument: "model")
      }
      next = [Int32(place)]
      written.append(next[0])
    }
    return vocabulary.text(following: asked, written)
  }

  /// That of the class that the text is to be of.
  private func number(ofLabel label: String?) throws -> Int32? {
    guard let label else {
      guard !meaning.labels.isEmpty else { return nil }
      throw TrainingError(
        "the model goes by the class of a text, and none is given",
        notes: ["its classes are \(listed(meaning.labels))"],
        help: "label: \"\(meaning.labels[0])\"", argument: "model")
    }
    guard !meaning.labels.isEmpty else {
      throw TrainingError(
        "the model does not go by the class of a text",
        help: "train one that has a  class_embedding(5)  on  running_text(texts, labels: stars)",
        argument: "label")
    }
    guard let number = meaning.labels.firstIndex(where: { [$0].isExactly([label]) }) else {
      throw TrainingError(
        "the model knows no class `\(label)`",
        notes: ["its classes are \(listed(meaning.labels))"],
        help: "label: \"\(meaning.labels[0])\"", argument: "label")
    }
    return Int32(number)
  }

  /// Those of the prompt; of an empty one the token that ends a line, after which texts begin.
  private func numbers(of prompt: String, _ vocabulary: Vocabulary) throws -> [Int32] {
    let tokens = RunningText.tokens(
      of: prompt, vocabulary.tokens, isListed: { vocabulary.listedNumber(of: $0) != nil })
    let numbers = try tokens.map { token in
      guard let number = vocabulary.listedNumber(of: token) ?? vocabulary.unknown else {
        throw TrainingError(
          "the prompt has `\(token)`, which is not among what the model knows",
          notes: ["it knows \(vocabulary.size) \(vocabulary.tokens.unit)"],
          help: "begin with something that the text it was trained on may hold",
          argument: "prompt")
      }
      return number
    }
    return numbers.isEmpty ? [vocabulary.lineEnd ?? 0] : numbers
  }
}
