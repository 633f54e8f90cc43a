import Datasets
import Testing

@Suite struct TextTests {
  static let cases: [(String, [String])] = [
    ("It's GOOD!", ["it's", "good"]),
    ("one<br /><br />two", ["one", "two"]),
    ("a < b, 3 > 2", ["a", "b", "3", "2"]),
    ("’tis don’t 'quoted' rock'n'roll", ["tis", "don't", "quoted", "rock'n'roll"]),
    ("Größe ÉTÉ naïve", ["größe", "été", "naïve"]),
    ("日本 語", ["日本", "語"]),
    ("", []), ("?!...", []), ("x''y", ["x", "y"]), ("<unclosed tag", ["unclosed", "tag"]),
    ("well-made 4/10", ["well", "made", "4", "10"]),
  ]

  @Test(arguments: cases)
  func words(_ text: String, _ expected: [String]) {
    #expect(Tokenizer.words(of: text) == expected)
  }

  @Test func vocabularyEncodesTheLastWords() {
    let vocabulary = Vocabulary(words: ["good", "film"])
    #expect(vocabulary.size == 4)
    #expect(vocabulary.encode("A good, good film", length: 3) == [2, 2, 3])
    #expect(vocabulary.encode("", length: 3) == [1])
    #expect(vocabulary.word(0) == "<padding>" && vocabulary.word(99) == "<unknown>")
  }
}
