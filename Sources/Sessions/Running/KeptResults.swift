internal import Evaluation

/// What cells gave, as long as memory is not short of it: `Out`.
///
/// Small results stay. Where all of them hold more than `most`, the oldest of the large ones goes, and where those are
/// gone the oldest; never the last. What a variable holds too costs nothing here, and stays.
struct KeptResults {
  private struct Entry {
    var number: Int
    var bytes: Double
  }

  private var entries: [Entry] = []

  private static let most = 0x1p25
  private static let large = 0x1p16

  /// Keeps what cell `number` gave in `map`; gives the cells whose results went for it.
  mutating func keep(_ value: Value, as number: Int, in map: MapObject) -> [Int] {
    map.set(.number(Double(number)), to: value)
    entries.removeAll { map.value(.number(Double($0.number))) == nil || $0.number == number }
    // What stands in variables is held by them.
    let held = entries.filter { map.isAlone(with: .number(Double($0.number))) }
    entries.append(Entry(number: number, bytes: Footprint.bytes(of: value)))
    var total = held.reduce(entries.last?.bytes ?? 0) { $0 + $1.bytes }
    var gone: [Int] = []
    for entry in held.filter({ $0.bytes >= Self.large }) + held.filter({ $0.bytes < Self.large }) {
      guard total > Self.most else { break }
      total -= entry.bytes
      _ = map.remove(.number(Double(entry.number)))
      gone.append(entry.number)
    }
    entries.removeAll { gone.contains($0.number) }
    return gone
  }

  /// `Out[3] was let go`
  static func remark(on gone: [Int]) -> String {
    let names = gone.count > 4 ? gone[..<3] : gone[...]
    var list = names.map { "Out[\($0)]" }.joined(separator: ", ")
    if gone.count > names.count { list += " and \(gone.count - names.count) more" }
    return "\(list) \(gone.count == 1 ? "was" : "were") let go: keep what is large in a variable"
  }
}
