/// A text that diagnostics can point into: a script, a cell, an imported file or a library file.
///
/// Offsets are UTF-8 bytes. Immutable, so that spans into it stay true for ever.
public final class SourceText: Sendable {
  /// What a diagnostic calls it: `demo.setl`, `In [3]`, `<command line>`.
  public let name: String

  /// Where the paths of its imports begin; nil where that is the working folder.
  public let folder: String?

  /// The text's bytes, UTF-8.
  public let bytes: [UInt8]

  /// The offset of the first byte of each line; the first is 0.
  public let lineStarts: [Int]

  public convenience init(name: String, text: String, folder: String? = nil) {
    self.init(name: name, bytes: Array(text.utf8), folder: folder)
  }

  /// The same of bytes that are UTF-8.
  public init(name: String, bytes: [UInt8], folder: String? = nil) {
    self.name = name
    self.folder = folder
    self.bytes = bytes
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    self.lineStarts = starts
  }

  /// The text that `span` covers; what lies outside the source is left out.
  public func text(in span: Span) -> String {
    let start = min(max(span.start, 0), bytes.count)
    let end = min(max(span.end, start), bytes.count)
    return String(decoding: bytes[start..<end], as: UTF8.self)
  }

  /// Whether some characters stand anywhere in it. Cost: linear.
  func mentions(_ characters: String) -> Bool {
    let wanted = Array(characters.utf8)
    guard let first = wanted.first else { return true }
    return bytes.indices.contains { bytes[$0] == first && bytes[$0...].starts(with: wanted) }
  }

  /// The line (from 0) that holds the byte at `offset`.
  ///
  /// Cost: the logarithm of the number of lines.
  public func line(at offset: Int) -> Int {
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }

  /// The bytes of line `line` (from 0), without its line break.
  public func span(ofLine line: Int) -> Span {
    guard lineStarts.indices.contains(line) else { return Span(bytes.count, bytes.count) }
    let start = lineStarts[line]
    var end = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Span(start, end)
  }
}
