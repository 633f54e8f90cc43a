import Foundation
import JSON
import Testing

/// The tokens of a text, each with what it holds; throws `JSONError`.
func tokens(_ text: some Sequence<UInt8>) throws -> [String] {
  var reader = JSONReader(Array(text))
  var tokens: [String] = []
  while let token = try reader.next() {
    switch token {
    case .beginArray: tokens.append("[")
    case .endArray: tokens.append("]")
    case .beginObject: tokens.append("{")
    case .endObject: tokens.append("}")
    case .name: tokens.append(reader.string + ":")
    case .string: tokens.append("'" + reader.string + "'")
    case .number: tokens.append(reader.string)
    case .bool(let value): tokens.append("\(value)")
    case .null: tokens.append("null")
    }
  }
  return tokens
}

func isJSON(_ bytes: some Sequence<UInt8>) -> Bool { (try? tokens(bytes)) != nil }

@Suite struct JSONReaderTests {
  @Test func tokensComeInTheOrderOfTheText() throws {
    let text =
      #" { "a" : [ 1 , -2.5e3 , true , null ] , "b" : { "c" : "x\n\"\u00e9\ud83d\ude00" } } "#
    #expect(
      try tokens(text.utf8) == [
        "{", "a:", "[", "1", "-2.5e3", "true", "null", "]", "b:", "{", "c:", "'x\n\"é😀'", "}", "}",
      ])
  }

  @Test(arguments: [
    "0", "-0", "-0.0e-0", "1E5", "1e+5", "1e-5", "1.5", "\"\"", "[]", "{}", "[[],[{}]]", "true",
    " \t\r\n1\n", "\"\\u0000\\/\\b\\f\"", "\"\u{7F}\"", "\"\u{2028}\"", "{\"\":0}", "[1e999]",
    "{\"a\":1,\"a\":2}", "\"\\ud800\"", "\"\\udc00\"", "\"\\ud800\\ud800\\udc00\"", "\u{FEFF}[]",
    "123456789012345678901234567890",
  ])
  func whatTheGrammarAllowsIsRead(_ text: String) { #expect(isJSON(text.utf8)) }

  @Test(arguments: [
    "", " ", "\u{FEFF}", "{", "[", "}", "]", "[1,]", "[,1]", "[,]", "[1 2]", "[1,,2]", "[1]]",
    "[1}",
    "{]", "{\"a\":1,}", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\",1}", "{a:1}", "{1:1}", "{'a':1}",
    "{\"a\":1 \"b\":2}", "{null:null}", "nul", "nulll", "True", "tru", "1 2", "[1] 2", "true false",
    "01", "01a", "-01", "012", "-", "+1", "1.", "-1.", ".5", "-.5", "1e", "1e+", "1.e5", "1.5.5",
    "0x1F",
    "1_000", "1a", "NaN", "-NaN", "Infinity", "-Infinity", "inf", "１", "--1", "1-1", "\"", "\"a",
    "\"\\\"", "\"\\x\"", "\"\\\"a", "\"\\u12\"", "\"\\u12g4\"", "\"\\U0041\"", "\"\\ud800\\u\"",
    "\"a\nb\"", "\"a\tb\"", "\"\u{0}\"", "\"\u{1F}\"", "'a'", "\\n", "[\u{A0}]", "\u{2060}[]",
    "[1]\u{C}",
    "# no\n1", "1 // no", "/* no */1", "[1,\n2", "{\"a\":[1}", "*", "<null>", "\u{E9}",
  ])
  func whatItDoesNotIsRefused(_ text: String) { #expect(!isJSON(text.utf8)) }

  @Test func bytesThatAreNoTextAreRefused() {
    for bytes: [UInt8] in [
      [0xE9], [0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0xBF, 0xBF, 0xBF],
    ] {
      #expect(!isJSON([0x22] + bytes + [0x22]))
      #expect(!isJSON([0x5B] + bytes + [0x5D]))
    }
  }

  @Test func halvesOfPairsAreReplaced() throws {
    #expect(try tokens(#""a\ud83d""#.utf8) == ["'a\u{FFFD}'"])
    #expect(try tokens(#""\ude00b""#.utf8) == ["'\u{FFFD}b'"])
    #expect(try tokens(#""\ud83d\ud83d\ude00""#.utf8) == ["'\u{FFFD}😀'"])
    #expect(try tokens(#""\ud83d\n""#.utf8) == ["'\u{FFFD}\n'"])
  }

  @Test func nestingIsBoundedByAnErrorAlone() throws {
    func nested(_ depth: Int) -> String {
      String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
    }
    #expect(isJSON(nested(JSONReader.deepest).utf8))
    #expect(!isJSON(nested(JSONReader.deepest + 1).utf8))
    #expect(!isJSON(String(repeating: "[", count: 1_000_000).utf8))
    #expect(!isJSON(String(repeating: "[{\"\":", count: 50_000).utf8))
    #expect(
      JSONValue(parsing: nested(500).utf8) != nil && JSONValue(parsing: nested(501).utf8) == nil)
  }

  @Test(arguments: [
    ("[1, 2", 1, 6, "the text ends in a list"), ("[1,\n 2\n x]", 3, 2, "a `,` or `]` is missing"),
    ("{\"é\": tru}", 1, 7, "this begins no value of JSON"),
    ("[012]", 1, 2, "this is no number of JSON"),
    ("{\"a\" 1}", 1, 6, "a `:` is missing behind the name"),
    ("1 2", 1, 3, "nothing may follow the value"),
    ("[\n\"a", 2, 1, "this string does not end"),
  ])
  func mistakesAreToldWithTheirPlace(_ text: String, _ line: Int, _ column: Int, _ reason: String) {
    do {
      _ = try tokens(text.utf8)
      Issue.record("it was read")
    } catch {
      let error = error as? JSONError
      #expect(error?.reason == reason && error?.line == line && error?.column == column)
    }
  }

  /// The files of nst/JSONTestSuite, where `SETL_DATA` holds them.
  @Test func theSuiteIsReadAndRefusedAsItSays() throws {
    guard let data = ProcessInfo.processInfo.environment["SETL_DATA"] else { return }
    let folder = data + "/json-test-suite"
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []
    for path in names where path.hasSuffix(".json") {
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let isRead = isJSON(try Data(contentsOf: URL(filePath: folder + "/" + path)))
      if name.hasPrefix("y_") { #expect(isRead, "\(name)") }
      if name.hasPrefix("n_") { #expect(!isRead, "\(name)") }
    }
  }
}
