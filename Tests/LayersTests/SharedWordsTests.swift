import Layers
import Tensors
import Testing

/// What two layers read gets the sum of what both send back.
@Suite struct SharedWordsTests {
  private static let kinds: [Connectivity] = [.dense, .density(0.4)]

  @Test(arguments: kinds, kinds)
  func gradientsAddUp(embedding: Connectivity, lstm: Connectivity) throws {
    let one = try gradient(of: [true, false], embedding, lstm)
    let other = try gradient(of: [false, true], embedding, lstm)
    let both = try gradient(of: [true, true], embedding, lstm)
    #expect(one != other && one.contains { abs($0) > 1e-4 })
    for k in both.indices { #expect(abs(both[k] - one[k] - other[k]) < 1e-6) }
  }

  /// That of an embedding which two LSTMs read, where those that `sendsBack` do.
  private func gradient(
    of sendsBack: [Bool], _ connectivity: Connectivity, _ gates: Connectivity
  ) throws -> [Float] {
    var random = RandomSource(seed: 3)
    let embedding = Embedding(vocabulary: 9, units: 6, connectivity: connectivity)
    let shape = try embedding.configure(
      input: .words(vocabulary: 9), givesSequence: true, weights: &random)
    let lstms = try (0..<2).map { _ in
      let lstm = LSTM(units: 4, connectivity: gates)
      _ = try lstm.configure(input: shape, givesSequence: false, weights: &random)
      lstm.prepare(width: 16, isTraining: true)
      return lstm
    }
    let batch = WordBatch(vocabulary: 9)
    let texts: [[Int32]] = [[3, 1, 4, 1, 5], [2, 7, 1], [8]]
    batch.fill(count: texts.count) { texts[$0][...] }
    let mode = PassMode(isTraining: true, random: RandomSource(seed: 1))
    let words = embedding.makePass()
    let embedded = words.forward(.words(batch), mode: mode)
    let passes = lstms.map { $0.makePass() }
    for pass in passes { _ = pass.forward(embedded, mode: mode) }
    let back = Storage<Float>(count: 4 * 16, filledWith: 0)
    for k in 0..<4 * 16 where k % 16 < texts.count { back.pointer[k] = Float(k % 7) - 3 }
    for (pass, sends) in zip(passes, sendsBack) where sends {
      let panel = Panel(back.pointer, features: 4, width: 16, count: texts.count)
      _ = pass.backward(.features(panel), needsInput: true)
    }
    let whole = Storage<Float>(count: embedding.parameters[0].count)
    words.gradients[0].add(to: whole)
    return whole.array
  }
}
