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

  @Test func jsonIsReadAsItIsWritten() {
    let text = #"{"a":[1,-2.5e3,true,null],"b":{"c":"x\n\"\u00e9\ud83d\ude00"}}"#
    let value = JSONValue(parsing: Array(text.utf8))
    #expect(value?["b"]?["c"]?.string == "x\n\"é😀")
    #expect(value.flatMap { JSONValue(parsing: Array($0.text.utf8)) } == value)
  }

  @Test(arguments: [
    "", "{", "[1,]", "{\"a\":1,}", "nul", "01a", "\"\\x\"", "[1] 2", "{\"a\":1,\"a\":2}",
    "\"\\ud800\"",
    String(repeating: "[", count: 100_000),
  ])
  func whatIsNoJSONIsRefused(_ text: String) {
    #expect(JSONValue(parsing: Array(text.utf8)) == nil)
  }
}
