import JSON
import Testing

@Suite struct JSONValueTests {
  @Test func valuesAreReadAsTheyAreWritten() {
    let text = #"{"a":[1,-2.5e3,true,null,[],{}],"b":{"c":"x\n\"\u00e9\ud83d\ude00\u0001"}}"#
    let value = JSONValue(parsing: text.utf8)
    #expect(value?["b"]?["c"]?.string == "x\n\"é😀\u{1}")
    #expect(value.flatMap { JSONValue(parsing: $0.text.utf8) } == value)
    #expect(JSONValue(parsing: "[1,".utf8) == nil)
  }

  @Test func theLastOfEqualNamesCounts() {
    let value = JSONValue(parsing: #"{"a":1,"b":5,"a":2}"#.utf8)
    #expect(value == .object([.init("a", .number(2)), .init("b", .number(5))]))
  }

  @Test func numbersAreWrittenSoThatTheyComeBack() {
    let numbers = [
      0, -1, 0.1, 1e15, 1e16, 9_007_199_254_740_992, 1e22, 1e300, -2.5e-7, .pi,
      .leastNonzeroMagnitude,
      Double.greatestFiniteMagnitude, .leastNormalMagnitude,
    ]
    for number in numbers {
      #expect(JSONValue(parsing: JSONValue.number(number).text.utf8) == .number(number))
    }
    #expect(JSONValue.array([.number(.infinity), .number(.nan)]).text == "[null,null]")
  }

  /// Written, and whether a double holds it.
  static let written: [(String, Double?)] = [
    ("0", 0), ("-7", -7), ("999999999999999", 999_999_999_999_999), ("9007199254740992", 0x1p53),
    ("9007199254740993", nil), ("-9007199254740993", nil), ("1234567890123456789", nil),
    ("18446744073709551616", 0x1p64), ("18446744073709551617", nil),
    ("36893488147419103232", 0x1p65), ("100000000000000000000000", nil), ("1e23", 1e23),
    ("0.1", 0.1), ("1.000000000000000056e-01", 0.1), ("1e5", 1e5), ("1e999", nil), ("-1e999", nil),
    ("1e-999", nil), ("0e-999", 0), ("0.0", 0), ("5e-324", .leastNonzeroMagnitude),
  ]

  @Test(arguments: written)
  func aNumberIsWhatADoubleHolds(_ text: String, _ value: Double?) {
    #expect(WrittenNumber.value(of: Array(text.utf8)) == value)
  }
}
