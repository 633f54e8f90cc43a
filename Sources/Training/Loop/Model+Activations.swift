internal import Datasets
internal import Layers

extension Model {
  /// How many numbers a step on `data` keeps at least of its longest texts, from the way forward to the way
  /// back: of each LSTM and word the four gates, the cell and the state, for a shard a thread.
  ///
  /// With `checkpointing` some states are kept and the others computed again, twice the root of them at a
  /// time.
  public func activationCount(
    on data: TrainingData, batch: Int, threads: Int, checkpointing: Bool
  ) -> Double {
    let units = zip(network.layers, network.outputs).reduce(0.0) { sum, layer in
      guard layer.0 is LSTM else { return sum }
      switch layer.1 {
      case .features(let units), .sequence(let units): return sum + 6 * Double(units)
      case .words: return sum
      }
    }
    let longest = Double(data.lengths.max() ?? 0)
    let places = checkpointing ? min(longest, 2 * longest.squareRoot()) : longest
    return units * places * Double(min(batch, data.count, Shards.largest * threads))
  }
}
