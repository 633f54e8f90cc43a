/// How much may go out: a store that fills with time and is drawn upon, so that a burst passes at once and a
/// flood at the pace of the filling.
struct Pace {
  private var messages = Self.mostMessages
  private var bytes = Self.mostBytes
  private var last = ContinuousClock.now

  /// Of what Jupyter's server takes over three seconds (3,000 messages, 3 MB of text), a share that leaves
  /// room for what others cause.
  private static let mostMessages = 1400.0
  private static let mostBytes = 1_400_000.0
  private static let messagesPerSecond = 450.0
  private static let bytesPerSecond = 450_000.0

  mutating func advance(to now: ContinuousClock.Instant) {
    let passed = (now - last).components
    let seconds = Double(passed.seconds) + Double(passed.attoseconds) * 1e-18
    last = now
    messages = min(Self.mostMessages, messages + seconds * Self.messagesPerSecond)
    bytes = min(Self.mostBytes, bytes + seconds * Self.bytesPerSecond)
  }

  /// Draws one message with so many bytes of text; false where it must wait.
  mutating func lets(_ size: Int) -> Bool {
    guard messages >= 1, bytes > 0 else { return false }
    messages -= 1
    bytes -= Double(size)
    return true
  }
}
