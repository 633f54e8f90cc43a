/// Looking for an earlier cell by parts of it, letter by letter.
struct CellSearch {
  private(set) var query = ""
  /// Cells that hold the words of the query, those of this folder before all others, the newest first.
  private(set) var matches: [String] = []
  private var index = 0
  /// What stood there before, for when the search is given up.
  let before: EditBuffer
  private let find: (String) -> [String]

  init(from before: EditBuffer, find: @escaping (String) -> [String]) {
    self.before = before
    self.find = find
  }

  var match: String? { matches.indices.contains(index) ? matches[index] : nil }

  var words: [String] { query.split(whereSeparator: \.isWhitespace).map(String.init) }

  /// The text of the match, the cursor where the first word begins in it.
  var buffer: EditBuffer {
    guard let match else { return query.isEmpty ? before : EditBuffer("") }
    let place = words.first.flatMap { match.range(ofText: $0) }?.lowerBound ?? match.endIndex
    return EditBuffer(match, cursor: match.distance(from: match.startIndex, to: place))
  }

  mutating func type(_ letter: String) { look(for: query + letter) }
  mutating func deleteBackwards() { look(for: String(query.dropLast())) }

  private mutating func look(for text: String) {
    query = text
    index = 0
    matches = words.isEmpty ? [] : find(text)
  }

  mutating func older() { if index + 1 < matches.count { index += 1 } }
  mutating func newer() { if index > 0 { index -= 1 } }

  /// `search: lstm   2 of 7`
  var line: String {
    let count =
      query.isEmpty
      ? "type a part of an earlier cell"
      : match == nil ? "no earlier cell holds this" : "\(index + 1) of \(matches.count)"
    return "search: \(query)   \(count)"
  }
}

extension String {
  /// Where `text` stands in it; letters of either case fit a text without capitals.
  func range(ofText text: String) -> Range<Index>? {
    guard !text.isEmpty else { return nil }
    if text != text.lowercased() { return firstRange(of: text) }
    let low = lowercased()
    guard let found = low.firstRange(of: text) else { return nil }
    let offset = low.distance(from: low.startIndex, to: found.lowerBound)
    guard let start = index(startIndex, offsetBy: offset, limitedBy: endIndex) else { return nil }
    return start..<(index(start, offsetBy: text.count, limitedBy: endIndex) ?? endIndex)
  }
}
