package import JSON

/// A message of a front end.
package final class Request: Sendable {
  /// Which socket it came by, and its answer goes by.
  package let channel: ConnectionFile.Channel
  /// Whom to answer.
  package let identities: [[UInt8]]
  /// The header as it was sent, which every answer bears.
  package let header: [UInt8]
  package let type: String
  package let subshell: String?
  package let metadata: JSONValue
  package let content: JSONValue

  static let delimiter = Array("<IDS|MSG>".utf8)

  /// Reads the frames of a message. Throws what is wrong with one that is not to be followed.
  package init(
    _ frames: [[UInt8]], on channel: ConnectionFile.Channel, _ signer: Signer
  ) throws(KernelError) {
    guard let place = frames.firstIndex(of: Self.delimiter), frames.count >= place + 6 else {
      throw KernelError("a message without its parts")
    }
    guard signer.accepts(frames[place + 1], for: frames[(place + 2)...(place + 5)]) else {
      throw KernelError("a message with a wrong signature")
    }
    self.channel = channel
    identities = Array(frames[..<place])
    header = frames[place + 2]
    guard let read = JSONValue(parsing: header), let type = read["msg_type"]?.string else {
      throw KernelError("a message whose header is not JSON, or has no msg_type")
    }
    self.type = type
    subshell = read["subshell_id"]?.string
    guard let metadata = JSONValue(parsing: frames[place + 4]),
      let content = JSONValue(parsing: frames[place + 5]), case .object = content
    else { throw KernelError("a message whose content is not JSON") }
    self.metadata = metadata
    self.content = content
  }

  func text(_ name: String) -> String? { content[name]?.string }

  func flag(_ name: String, orElse standard: Bool) -> Bool {
    if case .bool(let value) = content[name] { value } else { standard }
  }

  func whole(_ name: String) -> Int? { content[name]?.number.flatMap { Int(exactly: $0) } }
}
