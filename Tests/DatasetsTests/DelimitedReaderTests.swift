import Datasets
import Testing

@Suite struct DelimitedReaderTests {
  /// The records of a text that comes in pieces of `size` bytes; fields in quotes are marked.
  private func records(_ text: String, _ separator: Unicode.Scalar = ",", pieces size: Int) throws
    -> [[String]]
  {
    var reader = DelimitedReader(separator: UInt8(ascii: separator), name: "table")
    var records: [[String]] = []
    func take(_ record: DelimitedRecord) {
      records.append(
        (0..<record.count).map { record.isQuoted($0) ? "«\(record.text($0))»" : record.text($0) })
    }
    let bytes = Array(text.utf8)
    for start in stride(from: 0, to: bytes.count, by: size) {
      try reader.take(Array(bytes[start..<min(start + size, bytes.count)]), take)
    }
    try reader.finish(take)
    return records
  }

  static let tables: [(String, [[String]])] = [
    ("", []), ("a", [["a"]]), ("a,b\n1,2\n", [["a", "b"], ["1", "2"]]),
    ("a,b\r\n1,2", [["a", "b"], ["1", "2"]]), ("a,b\r1,2\r", [["a", "b"], ["1", "2"]]),
    ("a\n\nb\n", [["a"], [""], ["b"]]), ("a\r\n\r\nb", [["a"], [""], ["b"]]), (",", [["", ""]]),
    ("a,\n,b\n", [["a", ""], ["", "b"]]), ("\"\"\n", [["«»"]]),
    ("\"a,b\",\"c\nd\",\"e\"\"f\"\n", [["«a,b»", "«c\nd»", "«e\"f»"]]),
    ("\"a\"\r\"b\"\r\n\"c\"", [["«a»"], ["«b»"], ["«c»"]]), ("a\"b\",c\"\n", [["a\"b\"", "c\""]]),
    ("\"Wow\" she said,1\n", [["\"Wow\" she said", "1"]]),
    ("\"Wo\"\"w\" she\n", [["\"Wo\"\"w\" she"]]), ("\"\" x\n", [["\"\" x"]]),
    (
      "plain text of more than sixteen bytes,and more of it\n",
      [
        ["plain text of more than sixteen bytes", "and more of it"]
      ]
    ),
  ]

  @Test(arguments: tables)
  func aTableIsTheSameHoweverItIsCut(_ text: String, _ expected: [[String]]) throws {
    for size in [1, 2, 3, 7, 1000] {
      #expect(try records(text, pieces: size) == expected)
      let tabbed = text.replacing(",", with: "\t")
      let expected = expected.map { $0.map { $0.replacing(",", with: "\t") } }
      #expect(try records(tabbed, "\t", pieces: size) == expected)
    }
  }

  @Test func quotesThatDoNotCloseAreTextWhereTabsSeparate() throws {
    for size in [1, 5, 1000] {
      #expect(
        try records("\"a\t1\n\"b\"\t2\nc \"d\t3\n", "\t", pieces: size)
          == [["\"a", "1"], ["«b»", "2"], ["c \"d", "3"]])
      #expect(try records("x\t\"y\nz\t1\n", "\t", pieces: size) == [["x", "\"y"], ["z", "1"]])
    }
    #expect(throws: DataError.self) { try records("\"a,1\nb,2\n", pieces: 3) }
    #expect(throws: DataError.self) { try records("\"a,1\nb\" c,2\n", pieces: 3) }
  }
}
