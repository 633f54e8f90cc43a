import Patterns
import Testing

@Suite struct PatternTests {
  private struct NoMemory: Error {}

  private func found(_ source: String, in text: String) throws -> [String] {
    var text = text
    let pattern = try RegularExpression(source)
    return try text.withUTF8 { bytes in
      guard var matches = PatternMatches(of: pattern, in: bytes) else { throw NoMemory() }
      var result: [String] = []
      while let match = try matches.next(checkStop: {}) {
        result.append(String(decoding: bytes[match.range], as: UTF8.self))
      }
      return result
    }
  }

  @Test(arguments: [
    ("\\d+", "a1b22c333", ["1", "22", "333"]),
    // Letters, digits and their edges are those of Unicode.
    ("\\w+", "é日 x_1", ["é日", "x_1"]),
    ("(?i)ÉA", "éa", ["éa"]),
    // An empty match is found once at each place, also between characters of several bytes.
    ("x*", "aéx", ["", "", "x", ""]),
    ("", "日本", ["", "", ""]),
    ("a|", "aa", ["a", "a", ""]),
    ("$", "ab", [""]),
    ("(?<=a)b", "abab", ["b", "b"]),
    ("a\\Kb", "ab", ["b"]),
    ("x", "", []),
  ])
  func findsFromLeftToRight(source: String, text: String, expected: [String]) throws {
    #expect(try found(source, in: text) == expected)
  }

  /// Places are tried in stretches: what begins in one may end far behind it.
  @Test(arguments: [0, 1, 2046, 2047, 2048, 2049, 2050, 4095, 4096, 4097, 10_000])
  func findsAcrossStretches(before: Int) throws {
    let text = String(repeating: "é", count: before) + "xyz" + String(repeating: "-", count: 5000)
    #expect(try found("xyz-*", in: text).map(\.utf8.count) == [5003])
    #expect(try found("z(?=-)", in: text) == ["z"])
  }

  @Test func whatGoesBackTooOftenIsToldAndNotWaitedFor() throws {
    #expect(throws: PatternMatches.LimitReached.self) {
      try found("(a+)+$", in: String(repeating: "a", count: 40) + "b")
    }
  }

  @Test func askingToStopEndsASlowSearch() throws {
    struct Stop: Error {}
    var text = String(repeating: "a", count: 200_000)
    let pattern = try RegularExpression("a*b")
    var asked = 0
    #expect(throws: Stop.self) {
      try text.withUTF8 { bytes in
        guard var matches = PatternMatches(of: pattern, in: bytes) else { throw NoMemory() }
        _ = try matches.next {
          asked += 1
          if asked > 2 { throw Stop() }
        }
      }
    }
  }

  @Test func groupsAreNumberedAndNamed() throws {
    let pattern = try RegularExpression("(?<year>\\d{4})-(\\d\\d)(x)?")
    #expect(pattern.groups == ["year", nil, nil])
    var text = "on 2019-01"
    try text.withUTF8 { bytes in
      guard var matches = PatternMatches(of: pattern, in: bytes) else { throw NoMemory() }
      let match = try #require(try matches.next(checkStop: {}))
      #expect(match.range == 3..<10)
      #expect(match.groups == [3..<7, 8..<10, nil])
      var result: [UInt8] = []
      try Replacement("$2.$year ${1}$$$3", for: pattern).write(match, in: bytes, to: &result)
      #expect(String(decoding: result, as: UTF8.self) == "01.2019 2019$")
    }
  }

  @Test(arguments: ["(", "a{2,1}", "[z-a]", "\\C", "(?<n>a)(?<n>b)", "*"])
  func whatIsNoPatternIsToldWithItsPlace(source: String) {
    let error = #expect(throws: RegularExpression.Malformed.self) { try RegularExpression(source) }
    #expect(
      error.map { (0...source.utf8.count).contains($0.offset) && !$0.reason.isEmpty } ?? false)
  }

  @Test(arguments: ["$", "$4", "${1", "$other", "$99999999999999999999"])
  func replacementsOfGroupsThatAreNotThereAreTold(source: String) throws {
    let pattern = try RegularExpression("(a)")
    #expect(throws: Replacement.Malformed.self) { try Replacement(source, for: pattern) }
  }
}
