/// A small good file of a form that setl reads, and the cells that read it.
struct SampleFile {
  var name: String
  /// What it is made of: one file, or those of an archive.
  var parts: [(name: String, bytes: [UInt8])]
  var packing: Packing?
  /// `FILE` stands for the file's path in quotes.
  var readers: [String]

  /// The file with other parts.
  func bytes(_ parts: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    packing?.packed(parts) ?? parts.first?.bytes ?? []
  }
}

extension SampleFile {
  private static let tableReaders = [
    "read_csv(FILE)", "text_dataset(FILE, text: \"text\", label: \"label\").train[0]",
    "text_dataset(FILE, text: \"text\", target: \"stars\").train[0]",
  ]
  private static let folderReaders = [
    "text_folder(FILE).train[0]", "imdb(FILE, vocabulary: 50, length: 10).train[0]",
    "text_dataset(FILE, text: \"text\", label: \"label\")",
  ]

  /// One of every form; `model` is what `save` wrote.
  static func all(model: [UInt8]) -> [SampleFile] {
    func plain(_ name: String, _ bytes: [UInt8], _ readers: [String]) -> SampleFile {
      SampleFile(name: name, parts: [(name, bytes)], packing: nil, readers: readers)
    }
    let table = Array(table(separator: ",").utf8)
    let objects = Self.objects
    let reviews = [
      "train/pos/0_9.txt", "train/neg/1_2.txt", "test/pos/2_9.txt", "test/neg/3_2.txt",
    ].map { (name: $0, bytes: Array("a good or a bad film \($0)".utf8)) }
    let plainFiles = [
      plain("a.csv", table, tableReaders),
      plain("a.tsv", Array(Self.table(separator: "\t").utf8), tableReaders),
      plain("wide.csv", utf16(Self.table(separator: ",")), tableReaders),
      plain(
        "a.jsonl", objects.flatMap { Array($0.utf8) + [10] }, tableReaders + ["read_lines(FILE)"]),
      plain(
        "a.json", Array("[\(objects.joined(separator: ",\n"))]".utf8),
        tableReaders + ["read_json(FILE)"]),
      plain("a.txt", table, ["read_text(FILE)", "read_lines(FILE)"]),
      plain("m.safetensors", model, ["predict(load(FILE), \"good\")", "load(FILE)"]),
      plain("a.setl", Array(program.utf8), ["import FILE as other\nother.f(1)"]),
    ]
    let tables = Packing.allCases.map {
      SampleFile(
        name: "t" + $0.ending, parts: [("a.csv", table)], packing: $0, readers: tableReaders)
    }
    let folders = Packing.allCases.filter(\.isArchive).map {
      SampleFile(name: "r" + $0.ending, parts: reviews, packing: $0, readers: folderReaders)
    }
    return (plainFiles + tables + folders).filter { !$0.bytes($0.parts).isEmpty }
  }

  private static func table(separator: String) -> String {
    var rows = [["text", "label", "stars", "note"]]
    for index in 0..<12 {
      rows.append([
        index % 2 == 0 ? "a good film, number \(index)" : "a \"bad\" film\nof \(index) hours",
        index % 2 == 0 ? "yes" : "no", "\(Double(index) / 2)",
        index % 3 == 0 ? "" : "\u{E9}\(index)",
      ])
    }
    return rows.map { row in
      row.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: separator)
        + "\r\n"
    }.joined()
  }

  private static let objects = (0..<12).map { index in
    """
    {"text": "film \(index) \\u00e9 \\ud83d\\ude00", "label": "\(index % 2 == 0 ? "yes" : "no")", \
    "stars": \(Double(index) / 2), "more": [null, true, {"deep": [[[\(index)]]]}]}
    """
  }

  private static let program = """
    ## Doubles.
    fn f(x) { if x > 0 { x * 2 } else { -x } }
    let table = {a: [1, 2, 3], "b c": "text {1 + 1:.2f}"}
    for [i, x] in enumerate(table.a) { try { f(x) } catch p { throw p } }
    """

  private static func utf16(_ text: String) -> [UInt8] {
    [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
  }
}
