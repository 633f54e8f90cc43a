internal import Datasets
internal import Tensors

/// Texts of random words, all of one length: by Zipf's law, the k-th word being 1/k as frequent as the
/// first, or all alike. The class is that of the first word's number, even or odd.
func syntheticTexts(
  count: Int, length: Int, vocabulary size: Int, isUniform: Bool, seed: UInt64
) -> TextExamples {
  let vocabulary = Vocabulary(words: (2..<max(size, 3)).map { "w\($0)" })
  var random = RandomSource(seed: seed)
  var sums: [Double] = []
  var sum = 0.0
  for rank in 1...vocabulary.words.count {
    sum += isUniform ? 1 : 1 / Double(rank)
    sums.append(sum)
  }
  func word() -> Int32 {
    let place = random.uniform() * sum
    var (low, high) = (0, sums.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > place { high = middle } else { low = middle + 1 }
    }
    return Int32(low + 2)
  }
  let texts = (0..<count).map { _ in (0..<length).map { _ in word() } }
  return TextExamples(
    name: "synthetic", vocabulary: vocabulary, length: length, texts: texts,
    targets: .classes(texts.map { Int($0.first ?? 0) % 2 }, names: ["even", "odd"]))
}
