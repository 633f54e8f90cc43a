/// What is said of a file of data beside its path.
public struct FileOptions {
  /// What parts the columns; nil where the file's name tells.
  public var separator: UInt8?
  /// Nil for UTF-8. A byte order mark in the file decides before it.
  public var encoding: TextEncoding?
  /// Which file of an archive is meant, by its path in it or the end of that.
  public var file: String?
  /// Asked for each buffer, with the bytes that are to be held beside it; throws to end the reading.
  public var check: (_ bytes: Int) throws -> Void = { _ in }

  public init() {}

  /// As a program gives them; nil is left to the file. Throws `DataError`.
  public init(
    separator: String?, encoding: String?, file: String?,
    check: @escaping (_ bytes: Int) throws -> Void = { _ in }
  ) throws {
    self.separator = try separator.map { try Self.separator($0) }
    self.encoding = try encoding.map { try TextEncoding($0) }
    self.file = file
    self.check = check
  }

  /// The byte that parts columns; throws where `text` can be none.
  public static func separator(_ text: String) throws -> UInt8 {
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80,
      ![UInt8(ascii: "\""), UInt8(ascii: "\n"), UInt8(ascii: "\r"), 0].contains(byte)
    else {
      throw DataError(
        .badOption, "a separator is one character of ASCII, and no quote or line end",
        help: "separator: \";\"  or  separator: \"\\t\"")
    }
    return byte
  }
}
