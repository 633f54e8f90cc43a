internal import Characters
internal import Sessions
internal import Syntax

/// The ways to go on, listed below the text; Tab goes through them.
struct CompletionMenu {
  let items: [Completion]
  /// What stood there before, for when none is wanted.
  let before: EditBuffer
  /// Which stands in the text now; none until Tab is pressed once more.
  private(set) var selected: Int?
  private let call: Completion?
  /// Where what they replace begins, in characters.
  private let start: Int
  private static let rows = 8

  init(_ completions: Completions, before: EditBuffer) {
    items = completions.items
    call = completions.call
    self.before = before
    let bytes = completions.start
    start = String(decoding: before.string.utf8.prefix(bytes), as: UTF8.self).count
  }

  /// What all items begin with; nil when that is no more than what is typed.
  var shared: String? {
    guard var shared = items.first?.text else { return nil }
    for item in items { shared = String(zip(shared, item.text).prefix { $0 == $1 }.map(\.0)) }
    let typed = String(before.text[start..<before.cursor])
    return shared.count > typed.count || (items.count == 1 && shared != typed) ? shared : nil
  }

  /// The text with an item, or what all share, in the place of what is typed.
  func buffer(with text: String) -> EditBuffer {
    var buffer = before
    buffer.cut(from: start, to: before.cursor)
    buffer.insert(text)
    return buffer
  }

  /// Goes to the next item, or the one before, and gives the text with it.
  mutating func select(step: Int) -> EditBuffer {
    let next = selected.map { $0 + step } ?? (step > 0 ? 0 : items.count - 1)
    let index = (next + items.count) % items.count
    selected = index
    return buffer(with: items[index].text)
  }

  /// Goes to the item that stands beside the selected one; to the sides only once one is selected. Nil
  /// where there is nothing to go to.
  mutating func move(_ direction: Direction, columns: Int) -> EditBuffer? {
    let down = arrangement(columns).down
    switch direction {
    case .down: return select(step: 1)
    case .up: return select(step: -1)
    case .left, .right:
      guard let selected else { return nil }
      let next = selected + (direction == .right ? down : -down)
      return select(step: items.indices.contains(next) ? next - selected : 0)
    }
  }

  enum Direction { case up, down, left, right }

  /// The names as they are listed, column by column: how wide a column is, and how many rows there are.
  private func arrangement(_ columns: Int) -> (names: [String], width: Int, down: Int) {
    let names = items.map { Self.label($0).cut(toWidth: max(columns - 2, 1)) }
    let width = (names.map { displayWidth(of: $0) }.max() ?? 0) + 2
    let across = max(1, columns / width)
    return (names, width, (names.count + across - 1) / across)
  }

  /// The rows below the text: the items in columns, then the signature and the sentence of the one that is
  /// selected, or of the function whose call the cursor is in.
  func lines(columns: Int, theme: Theme) -> [(text: String, width: Int)] {
    var lines: [(text: String, width: Int)] = []
    if items.count > 1 { lines = table(columns: columns, theme: theme) }
    let shown = selected.map { items[$0] } ?? (items.count == 1 ? items[0] : call)
    for text in [shown?.detail, shown?.summary] {
      guard let text, !text.isEmpty else { continue }
      let line = text.cut(toWidth: columns)
      lines.append((theme.paint(line, .faint), displayWidth(of: line)))
    }
    return lines
  }

  /// Of a path its last part, as the folder is the same for all.
  private static func label(_ item: Completion) -> String {
    guard item.kind == .file else { return item.text }
    let isFolder = item.text.hasSuffix("/")
    return (item.text.split(separator: "/").last.map(String.init) ?? "") + (isFolder ? "/" : "")
  }

  private func table(columns: Int, theme: Theme) -> [(text: String, width: Int)] {
    let (names, width, down) = arrangement(columns)
    // The rows around the one that is selected.
    let row = (selected ?? 0) % max(down, 1)
    let first = down <= Self.rows ? 0 : min(max(0, row - Self.rows + 1), down - Self.rows)
    var lines: [(text: String, width: Int)] = []
    for line in first..<min(first + Self.rows, down) {
      var text = ""
      var used = 0
      for index in stride(from: line, to: names.count, by: down) {
        let name = names[index]
        text += index == selected ? theme.paint(name, .selected) : name
        let isLast = index + down >= names.count
        let space = isLast ? 0 : width - displayWidth(of: name)
        text += String(repeating: " ", count: space)
        used += displayWidth(of: name) + space
      }
      lines.append((text, used))
    }
    if down > Self.rows {
      let text = "… \(names.count) in all".cut(toWidth: columns)
      lines.append((theme.paint(text, .faint), displayWidth(of: text)))
    }
    return lines
  }
}

extension String {
  /// As much of it as `width` columns of one line hold, with an ellipsis where something is left out.
  func cut(toWidth width: Int) -> String {
    let line = shownOnLine(self)
    guard displayWidth(of: line) > width else { return line }
    var used = 0
    var kept = ""
    for character in line {
      used += displayWidth(of: character)
      if used > width - 1 { break }
      kept.append(character)
    }
    return width > 0 ? kept + "…" : ""
  }
}
