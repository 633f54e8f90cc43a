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

  static let characterCases: [(String, [String])] = [
    ("面白い！", ["面", "白", "い", "！"]),
    ("A <br/> b\n", ["a", " ", "b"]),
    ("e\u{301}n", ["e\u{301}", "n"]),
    ("a < b", ["a", " ", "<", " ", "b"]),
    ("", []), (" \t", []),
  ]

  @Test(arguments: characterCases)
  func characters(_ text: String, _ expected: [String]) {
    #expect(Tokenizer.words(of: text, .characters).isExactly(expected))
  }

  @Test func wordsAreTheSameOnlyCodePointByCodePoint() {
    let vocabulary = Vocabulary(words: ["\u{E9}t\u{E9}", "e\u{301}te\u{301}"])
    #expect(vocabulary.number(of: "\u{E9}t\u{E9}") == 2)
    #expect(vocabulary.number(of: "e\u{301}te\u{301}") == 3)
    #expect(vocabulary.number(of: "\u{E9}te\u{301}") == 1)
    #expect(vocabulary != Vocabulary(words: ["e\u{301}te\u{301}", "\u{E9}t\u{E9}"]))
    #expect(Vocabulary(words: ["a"]) != Vocabulary(words: ["a"], tokens: .characters))
  }

  @Test func vocabularyEncodesTheLastWords() {
    let vocabulary = Vocabulary(words: ["good", "film"])
    #expect(vocabulary.size == 4)
    #expect(vocabulary.encode("A good, good film", length: 3) == [2, 2, 3])
    #expect(vocabulary.encode("", length: 3) == [1])
    #expect(vocabulary.word(0) == "<padding>" && vocabulary.word(99) == "<unknown>")
  }
}
