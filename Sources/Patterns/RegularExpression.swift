internal import CPCRE2

/// A regular expression in the syntax of Perl, over Unicode: `\w`, `\d` and `\b` know all letters and digits.
///
/// Immutable; one pattern may be used by several threads at once.
public final class RegularExpression: @unchecked Sendable {
  /// Why a text is no pattern, and where: an offset into its UTF-8.
  public struct Malformed: Error {
    public var reason: String
    public var offset: Int
  }

  public let source: String
  /// The groups in parentheses, numbered from 1 in the order of their opening ones; with a name where
  /// they have one.
  public let groups: [String?]
  let code: OpaquePointer

  /// What a pattern may have at most, in bytes: enough for lists of a thousand words.
  private static let longest = 1 << 16

  /// Compiles `source`. Throws `Malformed`.
  public init(_ source: String) throws(Malformed) {
    let bytes = Array(source.utf8)
    guard bytes.count <= Self.longest else {
      throw Malformed(reason: "it is longer than \(Self.longest) bytes", offset: Self.longest)
    }
    var error: Int32 = 0
    var offset = 0
    // \C would look at single bytes, and so cut characters.
    let options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C | PCRE2_USE_OFFSET_LIMIT
    guard let code = pcre2_compile_8(bytes, bytes.count, options, &error, &offset, nil) else {
      throw Malformed(reason: Self.message(error), offset: min(offset, bytes.count))
    }
    // Where the processor or the system does not let it, the pattern is interpreted.
    _ = pcre2_jit_compile_8(code, PCRE2_JIT_COMPLETE)
    self.code = code
    self.source = source
    groups = Self.groups(of: code)
  }

  deinit { pcre2_code_free_8(code) }

  /// What the library says of an error.
  static func message(_ error: Int32) -> String {
    var buffer = [UInt8](repeating: 0, count: 256)
    let length = Int(pcre2_get_error_message_8(error, &buffer, buffer.count))
    return String(decoding: buffer.prefix(max(length, 0)), as: UTF8.self)
  }

  private static func groups(of code: OpaquePointer) -> [String?] {
    var count: UInt32 = 0
    var names: UInt32 = 0
    var stride: UInt32 = 0
    var table: UnsafePointer<UInt8>?
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_CAPTURECOUNT), &count)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMECOUNT), &names)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMEENTRYSIZE), &stride)
    pcre2_pattern_info_8(code, UInt32(PCRE2_INFO_NAMETABLE), &table)
    var groups = [String?](repeating: nil, count: Int(count))
    for index in 0..<Int(names) {
      // Two bytes of the number, then the name, which ends in 0.
      guard let entry = table.map({ $0 + index * Int(stride) }) else { break }
      let number = Int(entry[0]) << 8 | Int(entry[1])
      guard (1...groups.count).contains(number) else { continue }
      groups[number - 1] = String(cString: entry + 2)
    }
    return groups
  }
}
