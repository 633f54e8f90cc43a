internal import Evaluation

/// What cells gave, as long as memory is not short of it: `Out`.
///
/// Where all of them hold more than `most`, the oldest of the large ones go; small ones only where they alone hold as
/// much; never the last. What a variable holds too costs nothing here, and stays.
struct KeptResults {
  private struct Entry {
    var number: Int
    var bytes: Double
  }

  private var entries: [Entry] = []
  /// The cells whose results went.
  private(set) var letGo: Set<Int> = []

  private static let most = 0x1p25
  private static let large = 0x1p16

  /// Keeps what cell `number` gave in `map`; gives the cells whose results went for it.
  mutating func keep(_ value: Value, as number: Int, in map: MapObject) -> [Int] {
    map.set(.number(Double(number)), to: value)
    entries.removeAll { map.value(.number(Double($0.number))) == nil || $0.number == number }
    // What stands in variables is held by them.
    let held = entries.filter { map.isAlone(with: .number(Double($0.number))) }
    let last = Entry(number: number, bytes: Footprint.bytes(of: value))
    entries.append(last)
    let large = held.filter { $0.bytes >= Self.large }
    let small = held.filter { $0.bytes < Self.large }
    let gone = Self.excess(large, beside: small + [last]) + Self.excess(small, beside: [])
    for number in gone { _ = map.remove(.number(Double(number))) }
    entries.removeAll { gone.contains($0.number) }
    letGo.formUnion(gone)
    letGo.remove(number)
    return gone
  }

  /// Those of `entries` that are to go, the first ones, so that all hold no more than may be held.
  private static func excess(_ entries: [Entry], beside others: [Entry]) -> [Int] {
    var total = (entries + others).reduce(0) { $0 + $1.bytes }
    return entries.prefix { entry in
      guard total > most else { return false }
      total -= entry.bytes
      return true
    }.map(\.number)
  }

  /// All of `map` go.
  mutating func forget(_ map: MapObject?) {
    letGo.formUnion(map?.pairs.compactMap { $0.key.asWhole } ?? [])
    entries = []
  }

  /// What is told where a result is asked for that went.
  static func wasLetGo(_ number: Int) -> NativeError {
    NativeError(
      "S0207", "Out[\(number)] was let go",
      help: "rerun(\(number))  gives it again; keep what is large in a variable")
  }

  /// `Out[3] was let go`
  static func remark(on gone: [Int]) -> String {
    let names = gone.count > 4 ? gone[..<3] : gone[...]
    var list = names.map { "Out[\($0)]" }.joined(separator: ", ")
    if gone.count > names.count { list += " and \(gone.count - names.count) more" }
    return "\(list) \(gone.count == 1 ? "was" : "were") let go: keep what is large in a variable"
  }
}
