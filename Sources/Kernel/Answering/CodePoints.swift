/// Places in a text as the protocol counts them, in Unicode's code points, and as the session does, in bytes.
package enum CodePoints {
  /// Bytes before the first `count` code points; all where there are fewer.
  package static func bytes(before count: Int, of text: String) -> Int {
    text.unicodeScalars.prefix(max(count, 0)).reduce(0) { $0 + UTF8.width($1) }
  }

  /// Code points that begin within the first `bytes` bytes.
  package static func count(before bytes: Int, of text: String) -> Int {
    var rest = bytes
    var count = 0
    for scalar in text.unicodeScalars {
      guard rest > 0 else { break }
      rest -= UTF8.width(scalar)
      count += 1
    }
    return count
  }
}
