import JSON
import Kernel
import Testing

@Suite struct RequestTests {
  private let signer = Signer(key: Array("secret".utf8))

  @Test func `What one side writes the other reads`() throws {
    let content = JSONValue.object([.init("code", .string("1 + 𝛾"))])
    let request = try Request(frames("execute_request", content), on: .control, signer)
    #expect(request.type == "execute_request")
    #expect(request.content == content)
    #expect(request.identities == [[0, 1, 2]])
    #expect(JSONValue(parsing: request.header)?["version"]?.string == "5.5")
  }

  @Test func `A message with another key, or changed on its way, is refused`() throws {
    #expect(throws: KernelError.self) {
      try Request(frames("execute_request", key: "other"), on: .shell, signer)
    }
    let sent = try frames("execute_request")
    for frame in 2..<sent.count {
      var changed = sent
      changed[frame].append(UInt8(ascii: " "))
      #expect(throws: KernelError.self) { try Request(changed, on: .shell, signer) }
    }
  }

  @Test func `A message that is cut short is refused`() throws {
    let sent = try frames("execute_request")
    for count in 0..<sent.count {
      #expect(throws: KernelError.self) {
        try Request(Array(sent.prefix(count)), on: .shell, signer)
      }
    }
  }

  @Test func `Without a key anything is read that is a message`() throws {
    let open = Signer(key: [])
    #expect(try Request(frames("x", key: ""), on: .shell, open).type == "x")
    let deep = Array((String(repeating: "[", count: 100_000)).utf8)
    for content in [[], [0xFF], Array("[]".utf8), Array("null".utf8), deep] {
      var sent = try frames("x", key: "")
      sent[sent.count - 1] = content
      #expect(throws: KernelError.self) { try Request(sent, on: .shell, open) }
    }
  }

  @Test func `Arbitrary frames are refused, and do no harm`() throws {
    var random = Numbers(seed: 7)
    let sent = try frames("execute_request", key: "")
    for _ in 0..<20_000 {
      var changed = sent
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let frame = Int.random(in: 0..<changed.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: changed.remove(at: frame)
        case 1: changed.insert(changed[frame], at: frame)
        case 2:
          changed[frame] = (0..<Int.random(in: 0..<40, using: &random)).map { _ in
            UInt8.random(in: 0...255, using: &random)
          }
        default:
          if !changed[frame].isEmpty {
            changed[frame][Int.random(in: 0..<changed[frame].count, using: &random)] ^= 0x41
          }
        }
        if changed.isEmpty { break }
      }
      if let request = try? Request(changed, on: .shell, Signer(key: [])) {
        #expect(JSONValue(parsing: request.header) != nil)
      }
    }
  }
}

/// Random numbers that are the same in every run.
struct Numbers: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
