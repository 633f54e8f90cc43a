internal import Glibc

extension Double {
  /// As C writes it by a format of one precision and one number, such as `%.*f`: all digits are those of the
  /// number itself, correctly rounded.
  public func printed(_ format: String, digits: Int) -> String {
    var bytes = [CChar](repeating: 0, count: 64)
    func write() -> Int {
      withVaList([Int32(clamping: digits), self]) { arguments in
        Int(vsnprintf(&bytes, bytes.count, format, arguments))
      }
    }
    var length = write()
    if length >= bytes.count {
      bytes = [CChar](repeating: 0, count: length + 1)
      length = write()
    }
    return String(
      decoding: bytes.prefix(max(length, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
