internal import Characters
internal import Syntax

extension Value {
  /// What the prompt shows of it: as `literal` where that is short, else over several lines, with … for what
  /// would fill the screen. `print` leaves nothing out.
  public var display: DisplayBundle {
    guard case .object(let object) = self else { return DisplayBundle(text: literal) }
    switch object {
    case let native as NativeObject: return native.display
    case let function as FunctionObject:
      return Self.display(literal, function.documentation?.split(separator: "\n").first)
    case let builtin as BuiltinObject:
      return Self.display(literal, builtin.builtin.summary[...])
    case let list as ListObject:
      var writer = EchoWriter()
      let text = writer.text(of: self)
      guard let table = MapTable(list)?.table else { return DisplayBundle(text: text) }
      return DisplayBundle([.characters([text]), .onPage { [.table(table)] }])
    default:
      var writer = EchoWriter()
      return DisplayBundle(text: writer.text(of: self))
    }
  }

  /// A function with the first line of what it does.
  private static func display(_ signature: String, _ summary: Substring?) -> DisplayBundle {
    DisplayBundle(text: summary.map { signature + "\n" + $0 } ?? signature)
  }
}

/// Lays out lists, maps and long texts for reading.
///
/// What fits on a line stands on it. A list of simple values goes on over as many lines as it takes; what
/// holds others has a line for each of its elements, indented below its bracket. The number of elements that
/// are looked at is bounded, whatever a list holds, itself among it.
private struct EchoWriter {
  private let width = 78
  private let deepest = 6
  private let mostLines = 60
  /// Elements that may still be looked at.
  private var budget = 3000

  init() {}

  mutating func text(of value: Value) -> String {
    var lines = lines(value, indent: 0, depth: 0)
    if lines.count > mostLines {
      lines = lines.prefix(mostLines - 15) + ["…"] + lines.suffix(14)
    }
    if let count = value.asList?.count, count > Self.mostInRow {
      lines.append("\(count) elements")
    } else if let count = value.asMap?.count, count > Self.mostInColumn {
      lines.append("\(count) entries")
    } else if let count = value.asString?.utf8.count, count > 1000 {
      lines.append("\(value.asStringObject?.count ?? count) characters")
    }
    return lines.joined(separator: "\n")
  }

  /// Elements that are shown of a list that is filled in rows, and of what has a line each.
  private static let mostInRow = 100
  private static let mostInColumn = 40

  /// The first line without its indentation, the others with it.
  private mutating func lines(_ value: Value, indent: Int, depth: Int) -> [String] {
    budget -= 1
    if let line = value.literal(within: width - indent) { return [line] }
    guard budget > 0, depth < deepest else { return ["…"] }
    switch value.asObject {
    case let list as ListObject where isElaborate(list):
      let places = Self.shown(list.count, most: Self.mostInColumn)
      return column("[", "]", places.map { $0.map { ("", list.items[$0]) } }, indent, depth)
    case let list as ListObject: return row(list, indent)
    case let map as MapObject:
      let places = Self.shown(map.count, most: Self.mostInColumn)
      let entries = map.pairs(at: places).map { pair in
        pair.map { (Value.keyText($0.key) + ": ", $0.value) }
      }
      return column("{", "}", entries, indent, depth)
    case let string as StringObject:
      return [Self.cut(string.text, depth == 0 ? 800 : width - indent)]
    default: return [value.literal]
    }
  }

  /// Whether something that is shown of it wants a line of its own.
  private func isElaborate(_ list: ListObject) -> Bool {
    Self.shown(list.count, most: Self.mostInRow).contains { place in
      place.map { list.items[$0].isElaborate } ?? false
    }
  }

  /// An element a line; nil stands for those left out.
  private mutating func column(
    _ before: String, _ after: String, _ items: [(name: String, value: Value)?], _ indent: Int,
    _ depth: Int
  ) -> [String] {
    let space = String(repeating: " ", count: indent + 1)
    var result: [String] = []
    for (place, item) in items.enumerated() {
      let end = place < items.count - 1 ? "," : after
      guard let item else {
        result.append(space + "…")
        continue
      }
      let name = displayWidth(of: item.name) > 40 ? item.name.prefix(30) + "…: " : item.name
      var own = lines(item.value, indent: indent + 1 + displayWidth(of: name), depth: depth + 1)
      own[0] = (place == 0 ? before : space) + name + own[0]
      own[own.count - 1] += end
      result += own
    }
    return result
  }

  /// Simple values one after the other.
  private func row(_ list: ListObject, _ indent: Int) -> [String] {
    let space = String(repeating: " ", count: indent + 1)
    let texts = Self.shown(list.count, most: Self.mostInRow).map { place in
      place.map {
        list.items[$0].literal(within: width - indent) ?? Self.cut(list.items[$0].text, 60)
      }
        ?? "…"
    }
    var lines = ["["]
    var used = indent + 1
    for (place, text) in texts.enumerated() {
      let piece = text + (place < texts.count - 1 ? "," : "]")
      let size = displayWidth(of: piece)
      let isFirst = lines[lines.count - 1].last.map { $0 == "[" || $0 == " " } ?? true
      if !isFirst, used + 1 + size > width {
        lines.append(space)
        used = indent + 1
        lines[lines.count - 1] += piece
      } else {
        lines[lines.count - 1] += (isFirst ? "" : " ") + piece
      }
      used += size + 1
    }
    return lines
  }

  /// The places that are shown of so many: all, or the first and the last.
  private static func shown(_ count: Int, most: Int) -> [Int?] {
    guard count > most else { return (0..<count).map { $0 } }
    let last = most / 5
    return (0..<most - last).map { $0 } + [nil] + (count - last..<count).map { $0 }
  }

  /// A text in quotes, its middle left out where it is long.
  private static func cut(_ text: String, _ most: Int) -> String {
    let most = max(most - 8, 16)
    return text.clipped(to: most).quoted
  }
}

extension Value {
  /// Whether it wants a line of its own in a list.
  fileprivate var isElaborate: Bool { isContainer || asObject?.asNative != nil }
}
