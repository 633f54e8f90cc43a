internal import Tensors

/// Makes `count` labelled reviews of 10 to 60 words, the same for the same seed; 80 % to train on.
///
/// The label follows from the order of the words, not from which words there are. One sentence of the
/// review decides: a feeling about the thing itself, plain (`is quite dull`), negated (`is not at all
/// dull`), or in two clauses of which one counts: after `but` the second, after `although` the main
/// one. Around it stand sentences that say nothing, and feelings of other people about other things,
/// which do not count. So a bag of words gets little further than chance plus what plain sentences
/// give away.
///
/// `checkStop` is called for each, and throws to end the making.
public func toyReviews(
  count: Int, vocabulary: Int = 20_000, length: Int = 200, seed: UInt64,
  checkStop: () throws -> Void = {}
) throws -> TextDataset {
  guard count >= 10 else {
    throw DataError(
      .badOption, "toy_reviews makes at least 10 reviews, not \(count)",
      help: "both classes need examples to train and to test on")
  }
  let options = ReadingOptions(vocabulary: vocabulary, length: length, seed: seed)
  var builder = CorpusBuilder(name: "toy_reviews", options: options)
  var writer = ReviewWriter(random: RandomSource(seed: seed).stream(0x7031))
  for number in 0..<count {
    try checkStop()
    // In turn, so that classes are equally large.
    let text = writer.review(isPositive: number % 2 == 0)
    try builder.add(Array(text.utf8), isTrain: nil, place: "review \(number)")
  }
  return try builder.dataset(
    targets: .classes((0..<count).map { $0 % 2 == 0 ? 1 : 0 }, names: binaryClasses))
}

/// Writes reviews from lists of words and a small grammar.
private struct ReviewWriter {
  var random: RandomSource

  mutating func review(isPositive: Bool) -> String {
    var sentences = (0..<1 + random.below(3)).map { _ in distraction() }
    sentences.insert(decision(isPositive), at: random.below(sentences.count + 1))
    return sentences.joined(separator: " . ")
  }

  private mutating func pick(_ words: [String]) -> String { words[random.below(words.count)] }

  private mutating func happens(_ share: Double) -> Bool { random.uniform() < share }

  /// The sentence that the label follows from.
  private mutating func decision(_ isPositive: Bool) -> String {
    let kind = random.uniform()
    if kind < 0.5 { return clause(isPositive) }
    if kind < 0.8 { return clause(!isPositive) + " , but " + clause(isPositive) }
    return pick(["although", "even though", "while"]) + " " + clause(!isPositive) + " , "
      + clause(isPositive)
  }

  /// A feeling about the thing itself; three of ten by negating the opposite one.
  private mutating func clause(_ isPositive: Bool) -> String {
    let negated = happens(0.3)
    let feeling = pick(isPositive != negated ? Self.good : Self.bad)
    let subject = pick(Self.determiners) + " " + pick(Self.subjects)
    if negated {
      return subject + " " + pick(Self.negations) + " " + (happens(0.4) ? "all that " : "")
        + feeling
    }
    return subject + " " + pick(Self.verbs) + " " + (happens(0.5) ? pick(Self.degrees) + " " : "")
      + feeling
  }

  /// A sentence that does not count.
  private mutating func distraction() -> String {
    if happens(0.25) {
      let feeling = pick(happens(0.5) ? Self.good : Self.bad)
      return pick(Self.people) + " " + pick(Self.opinions) + " " + pick(Self.otherThings) + " "
        + feeling
    }
    return pick(Self.people) + " " + pick(Self.actions) + " " + pick(Self.times)
  }

  private static let good = [
    "good", "great", "lovely", "moving", "clever", "funny", "bright", "charming", "fresh",
    "gripping", "elegant", "warm", "honest", "thrilling", "superb", "delightful", "witty", "tender",
    "memorable", "rich", "inspired", "vivid", "graceful", "splendid", "touching",
  ]
  private static let bad = [
    "bad", "dull", "boring", "clumsy", "weak", "dreadful", "flat", "tired", "stale", "silly",
    "cold", "empty", "lazy", "painful", "awful", "tedious", "shallow", "noisy", "forgettable",
    "poor", "bland", "messy", "wooden", "hollow", "grim",
  ]
  private static let subjects = [
    "film", "plot", "cast", "story", "script", "music", "ending", "dialogue", "camera work",
    "pacing", "acting", "opening", "humour", "costumes", "direction", "sound", "second half",
    "first hour", "leading man", "heroine",
  ]
  private static let determiners = ["the", "this", "its", "that whole", "the entire"]
  private static let verbs = ["is", "was", "seems", "felt", "looked", "turned out", "remains"]
  private static let negations = [
    "is not", "was never", "is hardly", "was not at all", "is far from", "isn't", "never feels",
    "was anything but", "does not seem",
  ]
  private static let degrees = [
    "very", "quite", "really", "rather", "truly", "so", "deeply", "utterly", "fairly", "simply",
  ]
  private static let people = [
    "my sister", "our neighbour", "a friend", "the man behind us", "my cousin", "somebody",
    "an old teacher", "her brother", "the boy next to me", "a colleague",
  ]
  private static let opinions = ["called", "found", "thought", "considered"]
  private static let otherThings = [
    "the trailer", "the other one", "the popcorn", "the book", "the new cinema", "last week's show",
    "the poster", "the queue", "the bus ride", "the weather",
  ]
  private static let actions = [
    "came along", "paid for the tickets", "stayed at home", "arrived too late", "brought a coat",
    "sat near the aisle", "asked about the time", "ordered some tea", "lost an umbrella",
    "read the newspaper", "waited outside", "bought two tickets",
  ]
  private static let times = [
    "on tuesday", "that evening", "after work", "in the rain", "as usual", "before the show",
    "last winter", "at noon", "for an hour", "with the children", "in the old town", "again",
  ]
}
