import Kernel
import Testing

@Suite struct ConnectionFileTests {
  private func file(_ members: String) -> [UInt8] {
    let ports = ["shell", "iopub", "stdin", "control", "hb"].enumerated().map {
      "\"\($0.element)_port\": \(5000 + $0.offset)"
    }
    return Array("{\(ports.joined(separator: ", "))\(members)}".utf8)
  }

  private func reason(_ bytes: [UInt8]) -> String? {
    do {
      _ = try ConnectionFile(bytes)
      return nil
    } catch { return error.reason }
  }

  @Test func `Without an address a kernel listens on loopback`() throws {
    #expect(try ConnectionFile(file("")).endpoint(.shell) == "tcp://127.0.0.1:5000")
  }

  @Test func `Addresses of all kinds become endpoints`() throws {
    let local = try ConnectionFile(file(#", "transport": "ipc", "ip": "run/kernel""#))
    #expect(local.endpoint(.heartbeat) == "ipc://run/kernel-5004")
    let long = try ConnectionFile(file(#", "ip": "::1""#))
    #expect(long.endpoint(.iopub) == "tcp://[::1]:5001")
  }

  @Test func `Keys are those of the file`() throws {
    let letters = String(repeating: "x", count: 40)
    let file = try ConnectionFile(
      file(#", "key": "k", "curve_publickey": "\#(letters)", "curve_secretkey": "\#(letters)""#))
    #expect(file.key == [107])
    #expect(file.curve?.publicKey == letters)
  }

  @Test(arguments: [
    (#", "transport": "udp""#, "its transport is `udp`, and neither tcp nor ipc"),
    (#", "ip": """#, "its ip is no address"),
    (#", "shell_port": 0"#, "its shell_port is missing, or no port"),
    (#", "hb_port": "5""#, "its hb_port is missing, or no port"),
    (#", "stdin_port": 1.5"#, "its stdin_port is missing, or no port"),
    (#", "control_port": 1e300"#, "its control_port is missing, or no port"),
    (
      #", "key": "k", "signature_scheme": "md5""#,
      "its signature_scheme is `md5`, and not hmac-sha256"
    ),
    (
      #", "curve_publickey": "x", "curve_secretkey": "y""#, "its curve keys are not 40 letters each"
    ),
  ])
  func `What cannot be followed is told`(_ members: String, _ expected: String) {
    #expect(reason(file(members)) == expected)
  }

  @Test func `What is no connection file is told`() {
    #expect(reason([]) == "it is not JSON")
    #expect(reason(Array("[1]".utf8)) == "its shell_port is missing, or no port")
  }
}
