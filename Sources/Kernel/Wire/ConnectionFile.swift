internal import JSON

/// Where a front end waits for its kernel, as the file says that Jupyter writes.
package struct ConnectionFile {
  package enum Channel: String, CaseIterable, Sendable {
    case shell, iopub, stdin, control, heartbeat = "hb"
  }

  private var transport = "tcp"
  private var address = "127.0.0.1"
  private var ports: [Channel: Int] = [:]
  /// What messages are signed with; without one they are not.
  package private(set) var key: [UInt8] = []
  /// Of CurveZMQ, in its own 40 letters.
  package private(set) var curve: (publicKey: String, secretKey: String)?

  /// Reads the bytes of a file. Throws where they are none that a kernel can follow.
  package init(_ bytes: [UInt8]) throws(KernelError) {
    guard let file = JSONValue(parsing: bytes) else { throw KernelError("it is not JSON") }
    if let name = file["transport"]?.string { transport = name }
    guard transport == "tcp" || transport == "ipc" else {
      throw KernelError("its transport is `\(transport)`, and neither tcp nor ipc")
    }
    if let place = file["ip"]?.string { address = place }
    guard !address.isEmpty, !address.unicodeScalars.contains("\0") else {
      throw KernelError("its ip is no address")
    }
    for channel in Channel.allCases {
      let name = channel.rawValue + "_port"
      guard let port = file[name]?.number.flatMap({ Int(exactly: $0) }), (1...65535).contains(port)
      else { throw KernelError("its \(name) is missing, or no port") }
      ports[channel] = port
    }
    let scheme = file["signature_scheme"]?.string ?? "hmac-sha256"
    key = Array((file["key"]?.string ?? "").utf8)
    guard scheme == "hmac-sha256" || key.isEmpty else {
      throw KernelError("its signature_scheme is `\(scheme)`, and not hmac-sha256")
    }
    if let publicKey = file["curve_publickey"]?.string,
      let secretKey = file["curve_secretkey"]?.string
    {
      guard publicKey.utf8.count == 40, secretKey.utf8.count == 40 else {
        throw KernelError("its curve keys are not 40 letters each")
      }
      curve = (publicKey, secretKey)
    }
  }

  /// Whether `address` is one of IPv6.
  var isLong: Bool { transport == "tcp" && address.contains(":") }

  /// Where a channel's socket is bound.
  package func endpoint(_ channel: Channel) -> String {
    let port = ports[channel] ?? 0
    if transport == "ipc" { return "ipc://\(address)-\(port)" }
    return isLong ? "tcp://[\(address)]:\(port)" : "tcp://\(address):\(port)"
  }
}

/// Why a kernel cannot begin.
public struct KernelError: Error {
  public let reason: String

  init(_ reason: String) { self.reason = reason }
}
