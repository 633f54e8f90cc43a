/// What lies between two moments; negative backwards.
public struct TimeSpan: Sendable, Hashable, Comparable {
  public let seconds: Double

  public init(seconds: Double) { self.seconds = seconds }

  public static func < (a: TimeSpan, b: TimeSpan) -> Bool { a.seconds < b.seconds }

  /// `3 days 2 hours`, `-1 hour 30 minutes`, `0.25 seconds`: whole parts, the largest first.
  public var text: String {
    guard seconds.isFinite else { return "\(seconds) seconds" }
    let size = abs(seconds)
    guard let whole = Int(exactly: size.rounded(.down)) else { return "\(seconds) seconds" }
    let fraction = ((size - Double(whole)) * 1e6).rounded() / 1e6
    var parts: [String] = []
    func add(_ count: Int, _ name: String) {
      if count > 0 { parts.append("\(count) \(name)\(count == 1 ? "" : "s")") }
    }
    add(whole / 86_400, "day")
    add(whole / 3600 % 24, "hour")
    add(whole / 60 % 60, "minute")
    if fraction > 0 {
      parts.append("\(Double(whole % 60) + fraction) seconds")
    } else {
      add(whole % 60, "second")
    }
    return parts.isEmpty ? "0 seconds" : (seconds < 0 ? "-" : "") + parts.joined(separator: " ")
  }
}
