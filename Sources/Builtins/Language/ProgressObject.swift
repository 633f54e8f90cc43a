internal import Evaluation

/// How far a loop of a program is: what `progress` counts and shows.
final class ProgressObject: NativeObject, ObjectConvertible, ValueRepresentable {
  static var kindName: String { "progress" }
  private let output: any OutputSink
  private let label: String
  /// Nil where nobody knows how many turns there will be.
  private let total: Int?
  private var count = 0
  private let start = ContinuousClock.now
  private var next: ContinuousClock.Instant
  /// When a line may follow where nothing passes, and how many turns must be done by then.
  private var nextLine: ContinuousClock.Instant
  private var nextCount: Int
  private var hasTold = false
  private var isOver = false

  /// Between two drawings, and before the first.
  private static let pause = Duration.milliseconds(100)
  /// Between two lines, and before the first.
  private static let linePause = Duration.seconds(3)

  init(of total: Int?, label: String, _ output: any OutputSink) {
    self.total = total
    self.label = label
    self.output = output
    next = start + Self.pause
    nextLine = start + Self.linePause
    nextCount = (total ?? 0) / 10
  }

  deinit { finish() }

  override var kind: String { "progress" }
  override var summary: String { line }

  /// A turn is done.
  func advance() {
    count += 1
    let now = ContinuousClock.now
    guard now >= next else { return }
    next = now + Self.pause
    hasTold = true
    output.progress(Progress(line: line, work: ObjectIdentifier(self)))
    guard now >= nextLine, count >= nextCount else { return }
    nextLine = now + Self.linePause
    nextCount = count + (total ?? 0) / 10
    output.remark(line)
  }

  /// The loop is over, or was left.
  func finish() {
    guard !isOver else { return }
    isOver = true
    if hasTold { output.progress(nil) }
  }

  private static let width = 20

  /// `adding ━━━━━┄┄┄┄┄ 500 of 1,000  1.2 s, 1.2 s left`
  var line: String {
    let name = label.isEmpty ? "" : label + " "
    let seconds = (ContinuousClock.now - start)
    guard let total, total > 0 else { return "\(name)\(count.grouped)  \(seconds.words)" }
    let share = min(Double(count) / Double(total), 1)
    let done = Int(share * Double(Self.width))
    let bar = String(repeating: "━", count: done) + String(repeating: "┄", count: Self.width - done)
    let left = count > 0 ? seconds * ((1 - share) / share) : .zero
    return
      "\(name)\(bar) \(count.grouped) of \(total.grouped)  \(seconds.words), \(left.words) left"
  }
}

/// What `progress`, which is written in setl, is made of.
let progressBuiltins: [Builtin] = [
  Builtin(
    "_progress", in: .output, "Begins to tell how far a loop is.",
    .required("values", "what the loop goes through"),
    .required("label", "what stands before the bar"),
    example: "kind(_progress([1, 2], \"\"))  # \"progress\""
  ) { (context, values: Value, label: String) in
    let total: Int? =
      switch values.asObject {
      case let list as ListObject: list.count
      case let map as MapObject: map.count
      case let string as StringObject: string.count
      case let range as RangeObject: range.count
      case let native as NativeObject: native.length
      default: nil
      }
    return ProgressObject(of: total, label: label, context.output)
  },
  Builtin(
    "_advance", in: .output, "Tells that a turn of a loop is done.",
    .required("bar", "what `_progress` gave"), example: "_advance(_progress([1, 2], \"\"))"
  ) { (_, bar: ProgressObject) in
    bar.advance()
    return Value.none
  },
  Builtin(
    "_finish", in: .output, "Tells that a loop is over.",
    .required("bar", "what `_progress` gave"), example: "_finish(_progress([1, 2], \"\"))"
  ) { (_, bar: ProgressObject) in
    bar.finish()
    return Value.none
  },
]
