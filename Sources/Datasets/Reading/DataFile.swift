/// A file of data as it is opened: plain, compressed, or one of the files in an archive.
public struct DataFile {
  public let path: String
  let options: FileOptions

  public init(_ path: String, options: FileOptions = FileOptions()) {
    self.path = path
    self.options = options
  }

  /// The text of the file, and the name that tells of its format; `isWanted` says of the files of an
  /// archive which are meant where `file:` does not. Nil where there is nothing in it. Throws `DataError`.
  func open(_ isWanted: (String) -> Bool) throws -> (stream: TextStream, name: String)? {
    let reader = try ArchiveReader(path: path, check: options.check)
    guard let first = try reader.nextFile() else { return nil }
    guard !reader.isSingle else {
      if let file = options.file {
        throw DataError(
          .badOption, "`\(path)` is no archive, so there is no `\(file.prefix(200))` in it",
          help: "leave  file:  out")
      }
      return (TextStream(reader, name: path, encoding: options.encoding), path)
    }
    let chosen = try choose(among: try allNames(first, reader), isWanted)
    let again = try ArchiveReader(path: path, check: options.check)
    while let name = try again.nextFile() {
      guard name == chosen else { continue }
      return (TextStream(again, name: "\(path): \(name)", encoding: options.encoding), name)
    }
    throw DataError(.damaged, "`\(path)` no longer holds `\(chosen)`")
  }

  private func allNames(_ first: String, _ reader: ArchiveReader) throws -> [String] {
    var names = [first]
    while let name = try reader.nextFile() {
      if names.count & 0xFF == 0 { try options.check(names.count * 200) }
      names.append(name)
    }
    return names
  }

  private func choose(among names: [String], _ isWanted: (String) -> Bool) throws -> String {
    let fitting: [String]
    if let file = options.file {
      fitting = names.contains(file) ? [file] : names.filter { $0.hasSuffix("/" + file) }
    } else {
      let wanted = names.filter(isWanted)
      fitting = wanted.isEmpty && names.count == 1 ? names : wanted
    }
    if fitting.count == 1 { return fitting[0] }
    let shown = fitting.isEmpty ? names : fitting
    let listed = shown.prefix(10).map { "`\($0)`" }.joined(separator: ", ")
    let more = shown.count > 10 ? " and \(shown.count - 10) more" : ""
    if let file = options.file, fitting.isEmpty {
      throw DataError(
        .badOption, "`\(path)` holds no file `\(file.prefix(200))`",
        notes: ["it holds \(listed)\(more)"])
    }
    guard !fitting.isEmpty else {
      throw DataError(
        .badOption, "`\(path)` holds no file that can be read here",
        notes: ["it holds \(listed)\(more)", "what a file holds is told by its name"],
        help: "choose one:  file: \"\(shown[0])\"")
    }
    throw DataError(
      .badOption, "`\(path)` holds \(fitting.count) files that may be meant",
      notes: ["they are \(listed)\(more)"], help: "choose one:  file: \"\(fitting[0])\"")
  }

  /// All of the text, in UTF-8; empty where the file is. Throws `DataError`.
  public func text() throws -> [UInt8] {
    try text(ofOneThat: { _ in true })
  }

  private func text(ofOneThat isWanted: (String) -> Bool) throws -> [UInt8] {
    guard var found = try open(isWanted) else { return [] }
    return try text(of: &found.stream)
  }

  func text(of stream: inout TextStream) throws -> [UInt8] {
    var text: [UInt8] = []
    while let piece = try stream.next() {
      if text.count + piece.count > text.capacity { try options.check(4 * text.count) }
      text.append(contentsOf: piece)
    }
    return text
  }

  /// The text of a table, and what parts its columns: as `separator:` says, else tabs in files whose
  /// names end in .tsv or .tab, else commas. Throws `DataError`.
  public func table() throws -> (text: [UInt8], separator: UInt8) {
    let endings: Set<String?> = ["csv", "tsv", "tab", "txt"]
    guard var found = try open({ endings.contains(RecordFormat.ending(of: $0)) }) else {
      return ([], options.separator ?? Self.separator(ofName: path))
    }
    let separator = options.separator ?? Self.separator(ofName: found.name)
    return (try text(of: &found.stream), separator)
  }

  /// The text of a file of JSON. Throws `DataError`.
  public func json() throws -> [UInt8] {
    try text { ["json", "geojson"].contains(RecordFormat.ending(of: $0)) }
  }

  /// What parts the columns of a table by its name.
  public static func separator(ofName name: String) -> UInt8 {
    let isTabbed = ["tsv", "tab"].contains(RecordFormat.ending(of: name))
    return isTabbed ? UInt8(ascii: "\t") : UInt8(ascii: ",")
  }
}
