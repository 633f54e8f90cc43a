import Datasets
import Foundation
import Tensors
import Testing

/// A folder that goes when the test ends.
final class Folder {
  let path = FileManager.default.temporaryDirectory.path() + "/setl-\(UUID().uuidString)"
  init() throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: path) }

  @discardableResult
  func write(_ name: String, _ bytes: some Sequence<UInt8>) throws -> String {
    let place = URL(filePath: path + "/" + name)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: place)
    return place.path()
  }

  func run(_ command: String) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "cd '\(path)' && " + command]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  func makeReviews() throws {
    for part in ["train", "test"] {
      for (kind, rating, word) in [("pos", 9, "fine"), ("neg", 2, "dull")] {
        for number in 0..<6 {
          try write(
            "aclImdb/\(part)/\(kind)/\(number)_\(rating).txt",
            "A \(word) film, number \(number)<br />".utf8)
        }
      }
      try write("aclImdb/\(part)/unsup/0_0.txt", "no label".utf8)
    }
  }
}

@Suite struct SetTests {
  private func error(_ body: () throws -> Void) -> DataError? {
    do { try body() } catch { return error as? DataError }
    return nil
  }

  @Test func folderAndArchiveOfReviewsAreEqual() throws {
    let folder = try Folder()
    try folder.makeReviews()
    try folder.run("tar czf reviews.tar.gz aclImdb")
    let fromFolder = try imdb(folder.path + "/aclImdb", options: ReadingOptions())
    let fromArchive = try imdb(folder.path + "/reviews.tar.gz", options: ReadingOptions())
    let around = try imdb(folder.path, options: ReadingOptions())
    #expect(fromFolder.train.count == 12 && fromFolder.test.count == 12)
    #expect(fromFolder.train.classCounts == [6, 6])
    for other in [fromArchive, around] {
      #expect(other.vocabulary == fromFolder.vocabulary)
      for index in 0..<12 {
        #expect(other.train.text(at: index) == fromFolder.train.text(at: index))
        #expect(other.test.label(at: index) == fromFolder.test.label(at: index))
      }
    }
    #expect(fromFolder.vocabulary.word(2) == "a")
    let original = try imdb(folder.path, options: ReadingOptions(labels: .original))
    #expect(original.classes == ["2", "9"])
  }

  @Test func damagedArchivesAreTold() throws {
    let folder = try Folder()
    try folder.makeReviews()
    try folder.run("tar czf whole.tar.gz aclImdb")
    let bytes = try Data(contentsOf: URL(filePath: folder.path + "/whole.tar.gz"))
    for length in [10, 200, bytes.count / 2] {
      let path = try folder.write("cut\(length).tar.gz", bytes.prefix(length))
      #expect(error { _ = try imdb(path, options: ReadingOptions()) }?.kind == .damaged)
    }
    let noise = try folder.write(
      "noise.tar.gz", (0..<5000).map { UInt8(truncatingIfNeeded: $0 * 7) })
    #expect(error { _ = try imdb(noise, options: ReadingOptions()) } != nil)
  }

  @Test func commaSeparatedTextsAreRead() throws {
    let folder = try Folder()
    let rows = """
      \u{FEFF}label,text\r
      good,"says ""fine"", and\r
      goes on"\r
      bad,plain text\r
      good,"a, b"\r
      bad,
      bad,"x"
      """
    let path = try folder.write("mine.csv", rows.utf8)
    let data = try textDataset(
      TextFile(path), text: .name("text"), target: .label(.name("label")),
      options: ReadingOptions())
    #expect(data.classes == ["bad", "good"])
    #expect(data.train.count + data.test.count == 5)
    let all = [data.train, data.test].flatMap { part in (0..<part.count).map { part.text(at: $0) } }
    #expect(all.contains("says fine and goes on") || all.contains { $0.contains("<unknown>") })
    try folder.run("gzip -k mine.csv")
    let packed = try textDataset(
      TextFile(path + ".gz"), text: .name("text"), target: .label(.name("label")),
      options: ReadingOptions())
    #expect(packed.train.count == data.train.count)
  }

  @Test func wrongFilesAreTold() throws {
    let folder = try Folder()
    func kind(_ name: String, _ text: [UInt8], column: String = "text") throws -> DataError.Kind? {
      let path = try folder.write(name, text)
      return error {
        _ = try textDataset(
          TextFile(path), text: .name(column), target: .label(.name("label")),
          options: ReadingOptions())
      }?.kind
    }
    #expect(try kind("ragged.csv", Array("text,label\na,b,c\n".utf8)) == .badRecord)
    #expect(try kind("open.csv", Array("text,label\n\"a,b\n".utf8)) == .badRecord)
    #expect(try kind("empty.csv", []) == .badRecord)
    #expect(try kind("one.csv", Array("text,label\na,b\nc,b\n".utf8)) == .badLabels)
    #expect(try kind("head.csv", Array("text,label\n".utf8)) == .badLabels)
    #expect(try kind("column.csv", Array("text,label\na,b\n".utf8), column: "txt") == .badOption)
    #expect(
      try kind("latin.csv", Array("text,label\ncaf".utf8) + [0xE9] + Array(",x\n".utf8)) == .notText
    )
    #expect(try kind("lines.json", Array("{\"text\": \"a\"}\n".utf8)) == .badRecord)
    #expect(try kind("broken.jsonl", Array("{\"text\": \n".utf8)) == .badRecord)
    #expect(try kind("unknown.bin", [1, 2, 3]) == .badOption)
    #expect(error { _ = try imdb("/no/where", options: ReadingOptions()) }?.kind == .missing)
  }

  @Test func reviewsWithStarsBecomeTwoClassesOrFive() throws {
    let folder = try Folder()
    var lines = ""
    var rows = "Id,Score,Text\n"
    var tweets = "\"Topic\",\"Sentiment\",\"TweetText\"\n"
    for number in 0..<50 {
      lines += "{\"stars\": \(number % 5 + 1), \"text\": \"word \(number)\"}\n"
      rows += "\(number),\(number % 5 + 1),\"word, \(number)\"\n"
      tweets +=
        "\"t\",\"\(["positive", "negative", "neutral", "irrelevant"][number % 4])\",\"say \(number)\"\n"
    }
    let yelpFile = try folder.write("yelp.json", lines.utf8)
    let amazonFile = try folder.write("Reviews.csv", rows.utf8)
    let tweetFile = try folder.write("full-corpus.csv", tweets.utf8)
    for (labels, counts) in [(LabelRule.binary, [20, 20]), (.original, [10, 10, 10, 10, 10])] {
      for data in [
        try yelp(yelpFile, options: ReadingOptions(labels: labels)),
        try amazonFineFood(amazonFile, options: ReadingOptions(labels: labels)),
      ] {
        #expect(zip(data.train.classCounts, data.test.classCounts).map { $0 + $1 } == counts)
        #expect(data.test.classCounts == counts.map { $0 / 5 })
      }
    }
    let binary = try sanders(tweetFile, options: ReadingOptions())
    #expect(
      binary.classes == ["negative", "positive"] && binary.train.count + binary.test.count == 26)
    let original = try sanders(tweetFile, options: ReadingOptions(labels: .original))
    #expect(original.classes.count == 4 && original.train.count + original.test.count == 50)
  }

  @Test func everyFormOfASetIsCut() throws {
    let data = try toyReviews(count: 203, seed: 5)
    let again = try toyReviews(count: 203, seed: 5)
    #expect(data.train.text(at: 7) == again.train.text(at: 7))
    var random = RandomSource(seed: 1)
    let (first, second) = data.train.split(0.75, using: &random)
    #expect(first.count + second.count == data.train.count)
    #expect(
      first.classCounts.map { Double($0) }
        == data.train.classCounts.map { (0.75 * Double($0)).rounded() })
  }

  @Test func batchesHoldEveryExampleOnceLongestFirst() {
    var random = RandomSource(seed: 3)
    let lengths = (0..<1000).map { _ in 1 + random.below(50) }
    let batches = Batching.shuffled(lengths: lengths, size: 64, using: &random)
    #expect(batches.joined().sorted() == Array(0..<1000))
    #expect(batches.allSatisfy { $0.count <= 64 })
    for batch in batches {
      let found = batch.map { lengths[$0] }
      #expect(found == found.sorted(by: >))
    }
  }

  /// The toy reviews need the order of words: logistic regression on counts stays far below what a
  /// program that reads them by the grammar would get, which is all.
  @Test func aBagOfWordsDoesNotReadTheToyReviews() throws {
    let data = try toyReviews(count: 4000, seed: 1)
    var weights = [Double](repeating: 0, count: data.vocabulary.size)
    var random = RandomSource(seed: 1)
    func score(_ words: ArraySlice<Int32>) -> Double { words.reduce(0) { $0 + weights[Int($1)] } }
    for epoch in 0..<20 {
      for _ in 0..<data.train.count {
        let index = random.below(data.train.count)
        let words = data.train.words(at: index)
        let error = Double(data.train.label(at: index) ?? 0) - 1 / (1 + exp(-score(words)))
        for word in words { weights[Int(word)] += 0.1 / Double(1 + epoch) * error }
      }
    }
    let right = (0..<data.test.count).filter {
      (score(data.test.words(at: $0)) > 0 ? 1 : 0) == data.test.label(at: $0)
    }
    let accuracy = Double(right.count) / Double(data.test.count)
    #expect(accuracy > 0.5 && accuracy < 0.8, "\(accuracy)")
  }

  static let hasData = ProcessInfo.processInfo.environment["SETL_DATA"] != nil

  @Test(.enabled(if: hasData, "needs the data sets: SETL_DATA"))
  func theRealSetsHaveTheirSizes() throws {
    let reviews = try imdb(nil, options: ReadingOptions())
    #expect(
      reviews.train.classCounts == [12_500, 12_500] && reviews.test.classCounts == [12_500, 12_500])
    #expect(reviews.vocabulary.size == 20_000)
    let tweets = try sanders(nil, options: ReadingOptions(labels: .original))
    let counts = zip(tweets.train.classCounts, tweets.test.classCounts).map { $0 + $1 }
    #expect(counts == [1689, 572, 2333, 519])
    let stars = try yelp(nil, options: ReadingOptions(labels: .original))
    #expect(
      zip(stars.train.classCounts, stars.test.classCounts).map { $0 + $1 } == [
        749, 927, 1461, 3526, 3337,
      ])
  }
}
