import JSON
import Kernel

/// Frames as a front end sends them.
func frames(
  _ type: String, _ content: JSONValue = .object([]), key: String = "secret",
  metadata: JSONValue = .object([])
) throws -> [[UInt8]] {
  var messenger = Messenger(Signer(key: Array(key.utf8)))
  guard
    let frames = messenger.frames(
      type, content, to: [[0, 1, 2]], parent: Array("{}".utf8), metadata: metadata)
  else { throw NoMemory() }
  return frames
}

/// The message that a front end sends so.
func request(_ type: String, _ content: JSONValue = .object([])) throws -> Request {
  try Request(frames(type, content), on: .shell, Signer(key: Array("secret".utf8)))
}

struct NoMemory: Error {}
