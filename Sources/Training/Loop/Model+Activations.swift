internal import Datasets
public import Layers

extension Model {
  /// How many numbers a step on `data` keeps at least of its longest texts, from the way forward to the way
  /// back: of each layer and word its numbers, for a shard a thread.
  ///
  /// With `checkpointing` some states are kept and the others computed again, twice the root of them at a
  /// time.
  public func activationCount(
    on data: any ExampleSource, batch: Int, threads: Int, checkpointing: Bool,
    loss: (any Objective)? = nil
  ) -> Double {
    let data = (try? data.arranged(batch: batch, isTraining: true)) ?? data
    let units = Double(network.keptNumbers)
    let longest = Double(data.lengths.max() ?? 0)
    let places = checkpointing ? min(longest, 2 * longest.squareRoot()) : longest
    let atOnce = Shards.runsWhole(self, loss) ? batch : Shards.largest * threads
    return units * places * Double(min(batch, data.count, atOnce))
  }
}
