internal import JSON
internal import Sessions

/// The line that begins a cell of a script: `# %% title [markdown] tags=["a"]`.
///
/// Behind the title stands the kind, where it is not code, and behind that the metadata: `key=JSON` each, or one
/// object of JSON. What cannot be read so is title. jupytext reads and writes the same.
struct CellMark {
  var kind = NotebookCell.Kind.code
  /// With `title`, and `cell_depth` for the number of `%` beyond two.
  var metadata: [JSONValue.Member] = []
  /// A string of the cell is not closed, and ends with it.
  var endsInString = false

  init(_ cell: NotebookCell) {
    kind = cell.kind
    metadata = cell.metadata
  }

  // MARK: Reading

  /// `line` begins with the mark.
  init(parsing line: String) {
    let rest = line.utf8.dropFirst(PercentScript.mark.utf8.count)
    let depth = rest.prefix { $0 == UInt8(ascii: "%") }.count
    let text = Substring(rest.dropFirst(depth)).trimmed
    // Longer lines than people write are no metadata.
    let start = rest.count < 1 << 16 ? Self.startOfMetadata(text) : nil
    var title = text
    if let start, let found = Self.metadata(text[start...]) {
      metadata = found
      title = text[..<start].trimmed
    }
    for (kind, word) in Self.words {
      guard let range = title.lastRange(ofWord: word) else { continue }
      self.kind = kind
      title =
        Substring(String(title[..<range.lowerBound]) + String(title[range.upperBound...])).trimmed
      break
    }
    if metadata[Self.unclosed]?.bool == true {
      endsInString = true
      metadata[Self.unclosed] = nil
    }
    if !title.isEmpty { metadata["title"] = .string(String(title)) }
    if depth > 0 { metadata["cell_depth"] = .number(Double(depth)) }
  }

  private static let unclosed = String(PercentScript.unclosed.prefix { $0 != "=" })

  private static let words: [(NotebookCell.Kind, String)] = [
    (.markdown, "[markdown]"), (.raw, "[raw]"), (.markdown, "[md]"),
  ]

  /// Where an object or the first key begins.
  private static func startOfMetadata(_ text: Substring) -> Substring.Index? {
    guard let place = text.firstIndex(where: { $0 == "{" || $0 == "=" }) else { return nil }
    guard text[place] == "=" else { return place }
    let key = text[..<place]
    return key.lastIndex(of: " ").map { text.index(after: $0) } ?? text.startIndex
  }

  private static func metadata(_ text: Substring) -> [JSONValue.Member]? {
    if text.hasPrefix("{") { return JSONValue(parsing: text.utf8)?.members }
    var members: [JSONValue.Member] = []
    var rest = text
    while !rest.isEmpty {
      let key = rest.prefix { $0 != "=" && $0 != " " }
      guard isKey(key) else { return nil }
      rest = rest[key.endIndex...]
      var value = JSONValue.null
      if rest.first == "=" {
        rest = rest.dropFirst()
        var length = 0
        guard let found = JSONValue(beginning: rest.utf8, end: &length) else { return nil }
        value = found
        rest = Substring(rest.utf8.dropFirst(length))
        guard rest.isEmpty || rest.first == " " else { return nil }
      }
      members[String(key)] = value
      rest = rest.drop { $0 == " " }
    }
    return members
  }

  private static func isKey(_ text: Substring) -> Bool {
    !text.isEmpty
      && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "_.@/-".contains($0)) }
  }

  // MARK: Writing

  /// The line, without its end.
  var line: String {
    var others = metadata
    var words: [String] = []
    var percents = ""
    if let depth = others["cell_depth"]?.number.flatMap({ Int(exactly: $0) }),
      (1...9).contains(depth)
    {
      percents = String(repeating: "%", count: depth)
      others["cell_depth"] = nil
    }
    if let title = others["title"]?.string, Self.isPlain(title) {
      words.append(title)
      others["title"] = nil
    }
    if let word = Self.words.first(where: { $0.0 == kind })?.1 { words.append(word) }
    if endsInString { others[Self.unclosed] = .bool(true) }
    if !others.isEmpty { words.append(Self.text(others)) }
    let line = PercentScript.mark + percents
    return words.isEmpty ? line : line + " " + words.joined(separator: " ")
  }

  /// Whether a title is read again as it is.
  private static func isPlain(_ title: String) -> Bool {
    // What follows is looked for from the first of these on.
    guard !title.contains(where: { $0 == "{" || $0 == "=" }) else { return false }
    var read = CellMark(parsing: PercentScript.mark + " " + title)
    guard read.kind == .code, read.metadata["title"]?.string.map({ $0.isExactly(title) }) == true
    else {
      return false
    }
    read.metadata["title"] = nil
    return read.metadata.isEmpty && !title.utf8.contains { $0 < 0x20 }
  }

  private static func text(_ members: [JSONValue.Member]) -> String {
    let sorted = members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    guard sorted.allSatisfy({ isKey(Substring($0.name)) }) else {
      return JSONValue.object(sorted).text(.spaced, sorted: true)
    }
    return sorted.map { "\($0.name)=\($0.value.text(.spaced, sorted: true))" }
      .joined(separator: " ")
  }

  func isSame(as other: CellMark) -> Bool {
    kind == other.kind
      && JSONValue.object(metadata).text(.compact, sorted: true)
        .isExactly(JSONValue.object(other.metadata).text(.compact, sorted: true))
  }
}

extension String {
  /// Whether both are the same bytes.
  func isExactly(_ other: String) -> Bool { utf8.elementsEqual(other.utf8) }
}

extension Substring {
  var trimmed: Substring {
    let start = self[(firstIndex { !$0.isWhitespace } ?? endIndex)...]
    return start[
      ..<(start.lastIndex { !$0.isWhitespace }.map { start.index(after: $0) } ?? start.startIndex)]
  }

  /// Where `word` stands last, between spaces or ends.
  fileprivate func lastRange(ofWord word: String) -> Range<Index>? {
    var found: Range<Index>?
    for range in ranges(of: word)
    where (range.lowerBound == startIndex || self[index(before: range.lowerBound)] == " ")
      && (range.upperBound == endIndex || self[range.upperBound] == " ")
    {
      found = range
    }
    return found
  }
}
