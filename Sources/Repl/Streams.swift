internal import Characters
internal import Glibc

/// The process's streams, written to without a buffer that threads would share.
public enum Streams {
  /// Has the three streams of the process lead somewhere: one that was closed before the start would be the
  /// next file that is opened, and what is told would be written into it.
  public static func openAll() {
    for descriptor in STDIN_FILENO...STDERR_FILENO where fcntl(descriptor, F_GETFD) == -1 {
      // The lowest that is free, which is this one.
      _ = open("/dev/null", O_RDWR)
    }
  }

  /// Writes all of `text`; what is not taken, as by a closed pipe or a full disk, is dropped. Gives the
  /// system's number of the reason then.
  ///
  /// On a terminal that shows ASCII alone, what is drawn with other signs is drawn with its own: this is the
  /// one way to a terminal.
  @discardableResult
  public static func write(_ text: String, to descriptor: Int32) -> Int32? {
    let isPlain = Letters.areASCII && isatty(descriptor) == 1
    return write(Array((isPlain ? inASCII(text) : text).utf8), to: descriptor)
  }

  /// Writes to the terminal what was laid out for its columns.
  static func draw(_ text: String) {
    write(Letters.areASCII ? inASCII(text, keepsWidth: true) : text, to: STDOUT_FILENO)
  }

  public static func error(_ text: String) { write(text, to: STDERR_FILENO) }

  static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    var start = 0
    while start < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.write(descriptor, buffer.baseAddress.map { $0 + start }, bytes.count - start)
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { return errno }
      start += count
    }
    return nil
  }
}
