internal import Datasets
internal import Layers
internal import Tensors

/// Runs batches through a model in shards, on several threads.
///
/// A batch is cut into shards whose size follows from the size of the batch alone, and what shards come
/// to is added up in their order: so results are the same to the bit for any number of threads.
final class Shards {
  private let model: Model
  private let data: TrainingData
  private let loss: Loss
  private let threads: Int
  private let keepsCheckpoints: Bool
  private let shardSize: Int
  /// The most columns that a panel has.
  var width: Int { shardSize }
  private var lanes: [Lane] = []
  private let parameters: [Parameter]

  /// The memory and the pass of one shard.
  private final class Lane {
    let pass: SequentialPass
    var words: WordBatch?
    let features = Storage<Float>()
    let gradient = Storage<Float>()
    var result = Loss.Result()

    init(pass: SequentialPass) { self.pass = pass }
  }

  init(
    model: Model, data: TrainingData, loss: Loss, batch: Int, threads: Int,
    keepsCheckpoints: Bool = false
  ) {
    self.keepsCheckpoints = keepsCheckpoints
    self.model = model
    self.data = data
    self.loss = loss
    self.threads = threads
    if case .features = data, batch <= Panel.narrow {
      shardSize = Panel.leastWidth(for: batch)
    } else {
      // Half a batch: work for two threads, and panels of two vectors for the usual batch of 64.
      shardSize = min(max(Panel.width(for: (batch + 1) / 2), 16), 64)
    }
    parameters = model.network.parameters
  }

  /// Forward, loss and backward; afterwards each parameter's gradient is that of the mean loss.
  func train(on batch: [Int], random: RandomSource) -> Answers {
    run(batch, random: random, isTraining: true)
    let lanes = lanes.prefix(shards(of: batch))
    Parallel.run(pieces: parameters.count, threads: threads) { index in
      let gradient = parameters[index].gradient
      if lanes.count == 1, lanes[0].pass.gradients[index].pieces == nil {
        gradient.exchange(with: lanes[0].pass.gradients[index].values)
        return
      }
      gradient.fill(with: 0)
      for lane in lanes { lane.pass.gradients[index].add(to: gradient) }
    }
    return answers(to: batch)
  }

  func evaluate(_ batch: [Int]) -> Answers {
    run(batch, random: RandomSource(seed: 0), isTraining: false)
    return answers(to: batch)
  }

  private func shards(of batch: [Int]) -> Int { (batch.count + shardSize - 1) / shardSize }

  private func run(_ batch: [Int], random: RandomSource, isTraining: Bool) {
    let shards = shards(of: batch)
    while lanes.count < shards { lanes.append(Lane(pass: model.network.makePass())) }
    let scale = 1 / Float(max(batch.count, 1))
    Parallel.run(pieces: shards, threads: threads) { shard in
      let lane = lanes[shard]
      let members = batch[shard * shardSize..<min((shard + 1) * shardSize, batch.count)]
      let mode = PassMode(
        isTraining: isTraining, keepsCheckpoints: keepsCheckpoints,
        threads: shards == 1 ? threads : 1, random: random.stream(UInt64(shard)))
      let output = lane.pass.forward(input(members, lane), mode: mode)
      guard case .features(let panel) = output else { return }
      lane.result = loss.evaluate(
        panel, data.targets(of: members), scale: scale, gradient: lane.gradient)
      guard isTraining else { return }
      var gradient = panel
      gradient.pointer = lane.gradient.pointer
      lane.pass.backward(.features(gradient))
    }
  }

  private func answers(to batch: [Int]) -> Answers {
    var answers = Answers()
    for lane in lanes.prefix(shards(of: batch)) { answers.append(lane.result) }
    answers.finish(batch, of: data)
    return answers
  }

  private func input(_ members: ArraySlice<Int>, _ lane: Lane) -> Activation {
    switch data {
    case .texts(let examples):
      let words: WordBatch
      if let known = lane.words {
        words = known
      } else {
        var size = examples.vocabulary.size
        if case .words(let vocabulary) = model.network.input { size = vocabulary }
        words = WordBatch(vocabulary: size)
        lane.words = words
      }
      words.fill(count: members.count) { examples.words(at: members[members.startIndex + $0]) }
      return .words(words)
    case .features(let examples):
      let width = Panel.leastWidth(for: members.count)
      lane.features.resize(to: examples.features * width)
      lane.features.fill(with: 0)
      for (column, member) in members.enumerated() {
        for feature in 0..<examples.features {
          lane.features.pointer[feature * width + column] =
            examples.inputs[member * examples.features + feature]
        }
      }
      return .features(
        Panel(
          lane.features.pointer, features: examples.features, width: width, count: members.count))
    }
  }
}
