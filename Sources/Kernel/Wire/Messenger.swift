internal import Glibc
package import JSON

/// Makes the messages of a kernel: numbers, dates and signs them.
package struct Messenger {
  let signer: Signer
  /// Which run of the kernel they are from.
  let session: String
  private var count = 0

  static let version = "5.5"

  package init(_ signer: Signer) {
    self.signer = signer
    var random = SystemRandomNumberGenerator()
    session = (0..<2).map { _ in
      let digits = String(random.next(), radix: 16)
      return String(repeating: "0", count: 16 - digits.count) + digits
    }.joined()
  }

  /// The frames of a message in answer to `parent`, whose first frames are `identities`; nil where there is no
  /// memory to sign it.
  package mutating func frames(
    _ type: String, _ content: JSONValue, to identities: [[UInt8]], parent: [UInt8],
    metadata: JSONValue = .object([])
  ) -> [[UInt8]]? {
    count += 1
    let header = JSONValue.object([
      .init("msg_id", .string("\(session)_\(count)")), .init("msg_type", .string(type)),
      .init("username", .string("kernel")), .init("session", .string(session)),
      .init("date", .string(Self.now)), .init("version", .string(Self.version)),
    ])
    let parts = [
      Array(header.text.utf8), parent, Array(metadata.text.utf8), Array(content.text.utf8),
    ]
    guard let signature = signer.signature(parts[...]) else { return nil }
    return identities + [Request.delimiter, signature] + parts
  }

  /// This moment, as `2026-01-31T12:00:00.000000Z`.
  static var now: String {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    var parts = tm()
    gmtime_r(&time.tv_sec, &parts)
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    let date = [Int(parts.tm_year) + 1900, Int(parts.tm_mon) + 1, Int(parts.tm_mday)]
    let clock = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded(Int($0), 2) }
    return date.map { padded($0, 2) }.joined(separator: "-") + "T" + clock.joined(separator: ":")
      + "." + padded(time.tv_nsec / 1000, 6) + "Z"
  }
}
