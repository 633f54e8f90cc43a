internal import Evaluation
internal import JSON
internal import Syntax

/// Writes a value of the language as JSON, without recursion: what is begun is a list of levels.
struct JSONOutput {
  /// A list or map that is being written.
  private struct Level {
    let values: [Value]
    /// Of a map.
    let names: [String]?
    var next = 0
  }

  private var writer = JSONWriter()
  private var open: [Level] = []
  private let context: CallContext
  private var count = 0
  /// Bytes that were asked for.
  private var granted = 0

  private init(_ context: CallContext) { self.context = context }

  /// The bytes of `value` as JSON.
  static func bytes(of value: Value, _ context: CallContext) throws -> [UInt8] {
    var output = JSONOutput(context)
    try output.write(value)
    while let level = output.open.last {
      if level.next < level.values.count {
        output.open[output.open.count - 1].next += 1
        if let names = level.names { output.writer.name(names[level.next]) }
        try output.write(level.values[level.next])
      } else {
        output.open.removeLast()
        if level.names == nil { output.writer.endArray() } else { output.writer.endObject() }
      }
    }
    return output.writer.bytes
  }

  private mutating func write(_ value: Value) throws {
    try checkNow(adding: 0)
    switch value {
    case .none, .undefined: writer.null()
    case .bool(let bool): writer.bool(bool)
    case .number(let number):
      guard number.isFinite else {
        throw NativeError(
          "S0302", "JSON has no number \(number.formattedShort)",
          label: place.map { "at \($0)" } ?? "",
          help: "write none in its place, or the string \"\(number.formattedShort)\"",
          argument: "value")
      }
      writer.number(number)
    case .object(let object as StringObject):
      // A control character takes six.
      let text = object.text
      try checkNow(adding: text.utf8.reduce(0) { $0 + ($1 < 0x20 ? 6 : 1) })
      writer.string(text)
    case .object(let list as ListObject): try begin(list)
    case .object(let map as MapObject): try begin(map)
    case .object(let native as NativeObject):
      guard let plain = try native.plain else { throw refused(value) }
      try write(plain)
    default: throw refused(value)
    }
  }

  private mutating func begin(_ list: ListObject) throws {
    try checkDepth()
    writer.beginArray()
    open.append(Level(values: try list.copied(), names: nil))
  }

  private mutating func begin(_ map: MapObject) throws {
    try checkDepth()
    let pairs = map.pairs
    let names = pairs.map(\.key.text)
    // A string and a number may be written alike.
    if pairs.contains(where: { $0.key.asString == nil }), Set(names).count < names.count {
      throw NativeError(
        "S0302", "two keys of a map would have one name in JSON",
        label: place.map { "at \($0)" } ?? "",
        notes: ["names are strings there, so that 1 and \"1\" are the same"], argument: "value")
    }
    writer.beginObject()
    open.append(Level(values: pairs.map(\.value), names: names))
  }

  /// What holds itself ends here too.
  private func checkDepth() throws {
    guard open.count < JSONReader.deepest else {
      throw NativeError(
        "S0302", "JSON holds at most \(JSONReader.deepest) lists and maps within each other",
        notes: ["a list or map that holds itself has no end"], argument: "value")
    }
  }

  private mutating func checkNow(adding size: Int) throws {
    count &+= 1
    if count & 0xFF == 0 { try context.checkStop() }
    let needed = writer.bytes.count + size
    guard needed > granted else { return }
    granted = max(2 * needed, 1 << 20)
    try MemoryBudget.check(2 * Double(granted), for: "the JSON")
  }

  private func refused(_ value: Value) -> NativeError {
    NativeError("S0302", "\(value.kindPhrase) cannot be written as JSON", argument: "value")
  }

  /// Where the value stands that is being written: `[2].loss`; nil when it is the whole.
  private var place: String? {
    guard !open.isEmpty else { return nil }
    let shown = open.suffix(8)
    let steps = shown.map { level in
      level.names.map { "." + String($0[level.next - 1].prefix(40)) } ?? "[\(level.next - 1)]"
    }
    return (shown.count < open.count ? "…" : "") + steps.joined()
  }
}
