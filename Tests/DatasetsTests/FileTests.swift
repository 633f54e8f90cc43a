import Datasets
import Foundation
import Testing

/// What files may be: compressed, packed, in other encodings, damaged.
@Suite struct FileTests {
  private func error(_ body: () throws -> Void) -> DataError? {
    do { try body() } catch { return error as? DataError }
    return nil
  }

  private func text(_ path: String, encoding: String? = nil, file: String? = nil) throws -> String {
    let options = try FileOptions(separator: nil, encoding: encoding, file: file)
    return String(decoding: try DataFile(path, options: options).text(), as: UTF8.self)
  }

  // MARK: Encodings

  static let encodings: [(String?, [UInt8], String)] = [
    (nil, Array("é日😀".utf8), "é日😀"), (nil, [0xEF, 0xBB, 0xBF, 0x61], "a"),
    (nil, [0xEF, 0xBB, 0xBF], ""), (nil, [], ""), (nil, [0xEF, 0xBC, 0xA9], "Ｉ"),
    (nil, [0xFF, 0xFE, 0x61, 0, 0x3D, 0xD8, 0, 0xDE], "a😀"),
    (nil, [0xFE, 0xFF, 0, 0x61, 0, 0xE9], "aé"), ("latin-1", [0x63, 0xE9], "cé"),
    ("latin-1", [0xFF, 0xFE, 0x61, 0], "a"), ("windows-1252", [0x80, 0x93], "€“"),
    ("utf-16", [0x61, 0, 0xE9, 0], "aé"), ("UTF-8", [0x61], "a"),
    (nil, [0xFF, 0xFE, 0, 0, 0xE9, 0, 0, 0], "é"), (nil, [0, 0, 0xFE, 0xFF, 0, 0, 0, 0x61], "a"),
  ]

  @Test(arguments: encodings)
  func textsAreReadInTheirEncoding(_ encoding: String?, _ bytes: [UInt8], _ expected: String) throws
  {
    let folder = try Folder()
    #expect(try text(folder.write("a.txt", bytes), encoding: encoding) == expected)
  }

  @Test func longTextsAreDecodedAcrossPieces() throws {
    let folder = try Folder()
    let long = (0..<60_000).map { "é\($0)日😀\r\n" }.joined()
    #expect(try text(folder.write("a.txt", long.utf8)) == long)
    let wide = long.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
    #expect(try text(folder.write("b.txt", [0xFF, 0xFE] + wide)) == long)
    #expect(try text(folder.write("c.txt", wide), encoding: "utf-16") == long)
  }

  @Test func whatIsNoTextIsToldWithItsPlaceAndLikelyEncoding() throws {
    let folder = try Folder()
    func told(_ bytes: [UInt8], _ encoding: String? = nil) throws -> DataError? {
      let path = try folder.write("a.txt", bytes)
      return error { _ = try text(path, encoding: encoding) }
    }
    let latin = try told(Array("one\r\ntwé c".utf8) + [0xE9, 0x20])
    #expect(latin?.kind == .notText)
    #expect(latin?.notes == ["line 2, column 6: the byte 0xE9 belongs to no character"])
    #expect(latin?.help?.contains("encoding: \"latin-1\"") == true)
    #expect(try told([0x61, 0x93])?.help?.contains("windows-1252") == true)
    #expect(try told([0x61, 0, 0xE9, 0])?.help?.contains("utf-16") == true)
    #expect(try told([0x61, 0xE9])?.notes.first?.hasPrefix("line 1, column 2") == true)
    #expect(try told([0x81], "windows-1252")?.kind == .notText)
    #expect(try told([0x61, 0, 0x62], "utf-16")?.kind == .notText)
    #expect(try told([0x61], "klingon")?.kind == .badOption)
    #expect(try told([0x61], "utf-16//IGNORE")?.kind == .badOption)
  }

  // MARK: Compression

  /// `the lamp\n` as gzip.
  static let packed: [UInt8] = [
    0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 0xFF, 0x2B, 0xC9, 0x48, 0x55, 0xC8, 0x49, 0xCC, 0x2D, 0xE0, 2,
    0, 0xBC, 0x99, 0xD7, 0xC6, 9, 0, 0, 0,
  ]

  @Test func gzipIsReadMemberByMember() throws {
    let folder = try Folder()
    let packed = Self.packed
    #expect(try text(folder.write("a.gz", packed)) == "the lamp\n")
    #expect(try text(folder.write("b.gz", packed + packed)) == "the lamp\nthe lamp\n")
    #expect(try text(folder.write("c", packed + [0, 0, 0])) == "the lamp\n")
  }

  @Test func damageInGzipIsTold() throws {
    let folder = try Folder()
    func note(_ bytes: [UInt8]) throws -> String? {
      let path = try folder.write("a.gz", bytes)
      let told = error { _ = try text(path) }
      #expect(told == nil || told?.kind == .damaged)
      return told?.notes.first
    }
    var bytes = Self.packed
    bytes[22] ^= 1
    #expect(try note(bytes) == "its check sum is not that of what it holds")
    bytes = Self.packed
    bytes[25] ^= 1
    #expect(try note(bytes) == "its length is not that of what it holds")
    #expect(try note(Self.packed + [7])?.contains("other bytes follow") == true)
    for count in 2..<Self.packed.count {
      #expect(try note(Array(Self.packed.prefix(count))) != nil, "cut after \(count)")
    }
    // A bit in what is packed; the first ten bytes say nothing of it.
    for place in 10..<Self.packed.count {
      for bit in 0..<8 {
        bytes = Self.packed
        bytes[place] ^= 1 << bit
        let path = try folder.write("a.gz", bytes)
        #expect((try? text(path)) ?? "the lamp\n" == "the lamp\n")
      }
    }
  }

  @Test(arguments: ["bzip2", "xz"]) func otherCompressionIsReadToo(_ tool: String) throws {
    let folder = try Folder()
    try folder.write("a.txt", "the lamp".utf8)
    try folder.run("command -v \(tool) >/dev/null || exit 0; \(tool) a.txt && mv a.txt.* a.txt")
    #expect(try text(folder.path + "/a.txt") == "the lamp")
  }

  // MARK: Archives

  private let rows = (0..<20).map { "lamp \($0),\($0 % 2)\n" }.joined()

  private func count(_ path: String, file: String? = nil) throws -> Int {
    let options = try FileOptions(separator: nil, encoding: nil, file: file)
    let data = try textDataset(
      TextFile(path, options: options), text: .name("text"), target: .label(.name("label")),
      options: ReadingOptions())
    return data.train.count + data.test.count
  }

  @Test func whatSystemsLeaveBesideFilesIsPassedOver() throws {
    let folder = try Folder()
    try folder.write("table.csv", "text,label\n\(rows)".utf8)
    for name in ["._table.csv", "__MACOSX/table.csv", ".DS_Store"] {
      try folder.write(name, "attributes".utf8)
    }
    try folder.run("tar cf a.tar ._table.csv __MACOSX .DS_Store table.csv && gzip -k a.tar")
    #expect(try count(folder.path + "/a.tar") == 20)
    #expect(try count(folder.path + "/a.tar.gz") == 20)
  }

  @Test func oneOfSeveralTablesIsChosen() throws {
    let folder = try Folder()
    try folder.write("in/first.csv", "text,label\n\(rows)".utf8)
    try folder.write("in/second.csv", "text,label\n\(rows)\(rows)".utf8)
    try folder.write("in/notes.md", "notes".utf8)
    try folder.run("tar czf a.tar.gz in")
    let path = folder.path + "/a.tar.gz"
    let told = error { _ = try count(path) }
    #expect(told?.kind == .badOption && told?.notes.first?.contains("in/second.csv") == true)
    #expect(try count(path, file: "second.csv") == 40)
    #expect(try count(path, file: "in/first.csv") == 20)
    #expect(error { _ = try count(path, file: "third.csv") }?.kind == .badOption)
    #expect(error { _ = try count(folder.path + "/in/first.csv", file: "x") }?.kind == .badOption)
  }

  @Test func whatIsNoFileIsToldAsWhatItIs() throws {
    let folder = try Folder()
    #expect(error { _ = try count(folder.path) }?.title.contains("is a folder") == true)
    try folder.run("mkfifo pipe")
    #expect(error { _ = try text(folder.path + "/pipe") }?.title.contains("is no file") == true)
    #expect(error { _ = try text("/dev/zero") }?.title.contains("is no file") == true)
    #expect(error { _ = try text(folder.path + "/none") }?.kind == .missing)
    #expect(error { _ = try text("a\0b") }?.kind == .missing)
  }

  @Test func eachBufferAsksWhetherToGoOn() throws {
    struct Stop: Error {}
    let folder = try Folder()
    let path = try folder.write("a.csv", "a,b\n".utf8 + [UInt8](repeating: 0x61, count: 1 << 22))
    try folder.run("gzip -k a.csv && tar cf a.tar a.csv")
    for name in ["a.csv", "a.csv.gz", "a.tar"] {
      var asked = 0
      let options = try FileOptions(separator: nil, encoding: nil, file: nil) { _ in
        asked += 1
        if asked == 20 { throw Stop() }
      }
      #expect(throws: Stop.self) {
        _ = try DataFile(folder.path + "/" + name, options: options).text()
      }
    }
    #expect(path.hasSuffix("a.csv"))
  }

  @Test func aFieldWithoutEndIsNoCell() throws {
    let folder = try Folder()
    let long = [UInt8](repeating: 0x61, count: DelimitedReader.mostBytesOfField + 1)
    for start in ["text,label\n", "text,label\n\"", "{\"text\": \""] {
      let name = start.first == "{" ? "a.jsonl" : "a.csv"
      let path = try folder.write(name, Array(start.utf8) + long)
      #expect(error { _ = try count(path) }?.title.contains("MiB") == true)
    }
  }
}
