internal import Characters
internal import Syntax

/// Where a function spent its time.
final class ProfileObject: NativeObject {
  struct Line {
    var place: String
    var text: String
    var seconds: Double
    /// How often the program came to it.
    var times: Int
  }

  struct Function {
    var name: String
    /// Where it is declared; empty of the standard library's.
    var place: String
    /// With all that it calls.
    var seconds: Double
    var calls: Int
  }

  struct Native {
    var name: String
    var seconds: Double
    var calls: Int
  }

  private let lines: [Line]
  private let functions: [Function]
  private let natives: [Native]
  private let result: Value
  private let seconds: Double

  /// The slowest come first.
  init(lines: [Line], functions: [Function], natives: [Native], result: Value) {
    self.lines = lines.sorted { ($0.seconds, $1.place) > ($1.seconds, $0.place) }
    self.functions = functions.sorted {
      ($0.seconds, $1.name, $1.place) > ($1.seconds, $0.name, $0.place)
    }
    self.natives = natives.sorted { ($0.seconds, $1.name) > ($1.seconds, $0.name) }
    self.result = result
    // A function is called before its first line begins: none takes more than all.
    seconds = max(
      lines.reduce(0) { $0 + $1.seconds }, functions.lazy.map(\.seconds).max() ?? 0)
    super.init()
  }

  override var kind: String { "profile" }
  override var fieldNames: [String] { ["seconds", "lines", "functions", "natives", "result"] }
  override var summary: String {
    seconds < 0.01
      ? "profile of \(Self.milliseconds(seconds)) ms" : "profile of \(seconds.durationWords)"
  }

  override func field(_ name: String) -> Value? {
    switch name {
    case "seconds": .number(seconds)
    case "lines": .list(lines.map(Self.map))
    case "functions": .list(functions.map(Self.map))
    case "natives": .list(natives.map(Self.map))
    case "result": result
    default: nil
    }
  }

  private static func map(_ line: Line) -> Value {
    .object(
      MapObject(fields: [
        ("place", .string(line.place)), ("text", .string(line.text)),
        ("seconds", .number(line.seconds)), ("times", .number(Double(line.times))),
      ]))
  }

  private static func map(_ function: Function) -> Value {
    .object(
      MapObject(fields: [
        ("name", .string(function.name)), ("place", .string(function.place)),
        ("seconds", .number(function.seconds)), ("calls", .number(Double(function.calls))),
      ]))
  }

  private static func map(_ native: Native) -> Value {
    .object(
      MapObject(fields: [
        ("name", .string(native.name)), ("seconds", .number(native.seconds)),
        ("calls", .number(Double(native.calls))),
      ]))
  }

  // MARK: The tables

  private static let mostShown = 20
  /// Characters of a line.
  private static let widestLine = 44

  override var display: DisplayBundle {
    let columns: [Table.Column] = [.right("ms"), .right("share"), .right("times")]
    let lineTable = Table(
      columns + [.left("line"), .left()],
      lines.map { line in
        cells(line.seconds, line.times) + [line.place, Self.shortened(line.text)]
      }, caption: summary)
    let functionTable = Table(
      [.right("ms in all"), .right("share"), .right("calls"), .left("function"), .left()],
      functions.map { cells($0.seconds, $0.calls) + [$0.name, $0.place] })
    let nativeTable = Table(
      [.right("ms"), .right("share"), .right("calls"), .left("native")],
      natives.map { cells($0.seconds, $0.calls) + [$0.name] })
    var parts: [DisplayPart] = [.table(lineTable.begun(Self.mostShown))]
    for table in [functionTable, nativeTable] where !table.rows.isEmpty {
      parts += [.lines([""]), .table(table.begun(Self.mostShown))]
    }
    return DisplayBundle(parts)
  }

  private static func shortened(_ line: String) -> String {
    let text = shownOnLine(String(line.drop { $0.isWhitespace }).trimmedEnd)
    return text.count > widestLine ? text.prefix(widestLine - 1) + "…" : text
  }

  private func cells(_ part: Double, _ times: Int) -> [String] {
    let share = seconds > 0 ? (part / seconds * 100).rounded() : 0
    return [Self.milliseconds(part), "\(share.formattedShort)%", "\(times)"]
  }

  /// `12.3`, with three digits behind the point below ten.
  private static func milliseconds(_ seconds: Double) -> String {
    var specification = FormatSpecification()
    specification.digits = seconds < 0.01 ? 3 : 1
    let number = Value.number(seconds * 1000)
    return (try? specification.format(number)) ?? number.text
  }
}

extension Table {
  /// The same with the first of its rows alone where there are more than `most`.
  fileprivate func begun(_ most: Int) -> Table {
    guard rows.count > most else { return self }
    var table = self
    table.rows = Array(rows.prefix(most))
    table.gap = (most, rows.count - most)
    return table
  }
}
