internal import Syntax

/// A script as a notebook: a line that starts with `# %%` begins a cell.
///
/// The pieces are the script, to the byte. A line in a string of several lines begins no cell: the lexer
/// says where comments are. Where a string is not closed, it ends at the next mark, so that one cell's mistake
/// does not swallow those below.
public struct PercentScript: Sendable, Equatable {
  /// What stands between two marks.
  public struct Piece: Sendable, Equatable {
    /// The line that begins the cell, with its end; empty for what stands before the first.
    public var mark: String
    /// The lines below.
    public var body: String

    public init(mark: String, body: String) {
      self.mark = mark
      self.body = body
    }
  }

  /// What marks begin with.
  public static let mark = "# %%"

  /// Lines between two `# ---` at the very beginning, and empty lines there.
  public var header: String
  public var pieces: [Piece] = []

  public init(_ script: String) {
    let bytes = Array(script.utf8)
    let start = Self.endOfHeader(bytes)
    header = String(decoding: bytes[..<start], as: UTF8.self)
    var begin = start
    for place in Self.marks(bytes, from: start) + [bytes.count] {
      if place > begin { pieces.append(Self.piece(bytes[begin..<place])) }
      begin = place
    }
  }

  public var text: String { header + pieces.map { $0.mark + $0.body }.joined() }

  private static func piece(_ bytes: ArraySlice<UInt8>) -> Piece {
    guard bytes.starts(with: mark.utf8) else {
      return Piece(mark: "", body: String(decoding: bytes, as: UTF8.self))
    }
    let end = bytes.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.endIndex
    return Piece(
      mark: String(decoding: bytes[..<end], as: UTF8.self),
      body: String(decoding: bytes[end...], as: UTF8.self))
  }

  // MARK: Marks

  /// What the mark of a cell holds in which a string is not closed, where that would take the next cells in.
  public static let unclosed = "unclosed_string=true"
  /// Beyond so many strings that are not closed a text is no program.
  private static let mostUnclosed = 50

  /// Where the lines begin that are marks.
  private static func marks(_ bytes: [UInt8], from start: Int) -> [Int] {
    var marks: [Int] = []
    var begin = start
    for mark in lineStarts(bytes, from: start)
    where mark >= begin && isMark(bytes, at: mark) && isUnclosed(bytes, at: mark) {
      marks += lexedMarks(bytes, begin..<mark) + [mark]
      let next = lineStarts(bytes, from: mark).dropFirst().first { isMark(bytes, at: $0) }
      begin = next ?? bytes.count
    }
    return marks + lexedMarks(bytes, begin..<bytes.count)
  }

  private static func lexedMarks(_ bytes: [UInt8], _ range: Range<Int>) -> [Int] {
    var marks: [Int] = []
    var begin = range.lowerBound
    for _ in 0..<mostUnclosed where begin < range.upperBound {
      let text = String(decoding: bytes[begin..<range.upperBound], as: UTF8.self)
      let lexer = Lexer(SourceText(name: "", text: text))
      let unclosed = lexer.endsInsideString ? unclosedString(lexer.tokens) : nil
      marks += lexer.tokens.lazy.filter { $0.kind == .comment }.map { $0.span.start + begin }
        .filter { isMark(bytes, at: $0) }
      guard let unclosed else { return marks }
      let next = lineStarts(bytes, from: begin + unclosed).first { isMark(bytes, at: $0) }
      begin = min(next ?? range.upperBound, range.upperBound)
    }
    return marks
      + lineStarts(bytes, from: begin).prefix { $0 < range.upperBound }
      .filter { isMark(bytes, at: $0) }
  }

  /// Whether a string of several lines is not closed in a cell's code.
  public static func endsInString(_ code: String) -> Bool {
    code.contains("\"\"\"") && Lexer(SourceText(name: "", text: code)).endsInsideString
  }

  private static func isUnclosed(_ bytes: [UInt8], at place: Int) -> Bool {
    let line = bytes[place...].prefix { $0 != UInt8(ascii: "\n") }
    return String(decoding: line, as: UTF8.self).contains(" " + unclosed)
  }

  /// Where the string begins that the text ends in.
  private static func unclosedString(_ tokens: [Token]) -> Int? {
    var open: [Int] = []
    for token in tokens {
      switch token.kind {
      case .stringStart: open.append(token.span.start)
      // An end that is not written is empty.
      case .stringEnd where token.span.start == tokens.last?.span.start: return open.first
      case .stringEnd: _ = open.popLast()
      default: break
      }
    }
    return nil
  }

  private static func isMark(_ bytes: [UInt8], at place: Int) -> Bool {
    (place == 0 || bytes[place - 1] == UInt8(ascii: "\n"))
      && bytes[place...].starts(with: mark.utf8)
  }

  private static func lineStarts(_ bytes: [UInt8], from start: Int) -> some Sequence<Int> {
    sequence(first: start) { place in
      bytes[place...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 }
    }
  }

  // MARK: Header

  private static func endOfHeader(_ bytes: [UInt8]) -> Int {
    let starts = Array(lineStarts(bytes, from: 0).prefix(1000))
    func line(_ number: Int) -> String {
      let end = number + 1 < starts.count ? starts[number + 1] : bytes.count
      return String(decoding: bytes[starts[number]..<end], as: UTF8.self).trimmedEnd
    }
    var end = 0
    if line(0) == "# ---" {
      let close = starts.indices.dropFirst().first {
        line($0) == "# ---" || !line($0).hasPrefix("#")
      }
      if let close, line(close) == "# ---" { end = close + 1 }
    }
    while end + 1 < starts.count, line(end).isEmpty { end += 1 }
    return end < starts.count && (end > 0) ? starts[end] : 0
  }
}

extension PercentScript {
  /// The cells that hold code, without their marks, as a prompt runs them. Markdown stands behind `#` in each
  /// line, so such a cell holds none.
  public var codeCells: [String] {
    pieces.map(\.body).filter(Self.holdsCode).map { Self.trimmed(Self.unescaped($0)) }
  }

  /// Whether there is anything but comments.
  private static func holdsCode(_ cell: String) -> Bool {
    cell.linesOfText.contains { line in
      let code = line.drop { $0.isWhitespace }
      return !code.isEmpty && !code.hasPrefix("#")
    }
  }

  /// Without empty lines at the beginning and white space at the end.
  private static func trimmed(_ cell: String) -> String {
    cell.linesOfText.drop { $0.allSatisfy(\.isWhitespace) }.joined(separator: "\n").trimmedEnd
  }
}

/// A comment of a cell that would be a mark is written `# \%%`, one that looks so `# \\%%`, and so on.
extension PercentScript {
  /// Code as it stands in a script.
  public static func escaped(_ code: String) -> String { changed(code) { escapedLine($0) } }

  /// Code as it stands in a cell.
  public static func unescaped(_ code: String) -> String { changed(code) { unescapedLine($0) } }

  public static func escapedLine(_ line: Substring) -> String {
    isLikeMark(line) ? "# \\" + line.after(2) : String(line)
  }

  public static func unescapedLine(_ line: Substring) -> String {
    line.utf8.starts(with: "# \\".utf8) && isLikeMark(line) ? "# " + line.after(3) : String(line)
  }

  private static func isLikeMark(_ line: Substring) -> Bool {
    line.utf8.starts(with: "# ".utf8)
      && line.utf8.dropFirst(2).drop { $0 == UInt8(ascii: "\\") }.starts(with: "%%".utf8)
  }

  /// With each comment that is a line of its own as `change` makes it.
  private static func changed(_ code: String, _ change: (Substring) -> String) -> String {
    // Few cells have any: the others are not cut into tokens.
    guard code.contains("%%") else { return code }
    let source = SourceText(name: "", text: code)
    let bytes = source.bytes
    var result: [UInt8] = []
    var place = 0
    for token in Lexer(source).tokens where token.kind == .comment {
      let start = token.span.start
      guard start == 0 || bytes[start - 1] == UInt8(ascii: "\n") else { continue }
      result += bytes[place..<start]
      result += change(Substring(source.text(in: token.span))).utf8
      place = token.span.end
    }
    return String(decoding: result + bytes[place...], as: UTF8.self)
  }
}

extension Substring {
  /// What follows the first `count` bytes, which are ASCII.
  fileprivate func after(_ count: Int) -> Substring { Substring(utf8.dropFirst(count)) }
}
