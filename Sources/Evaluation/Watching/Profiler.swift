internal import Glibc
internal import Syntax

/// Measures where a function spends its time: for each line, and for each native.
///
/// The clock is looked at where the program comes to another line, and around each native. The time of a line
/// is its own, with that of natives and of the standard library that it calls; the lines of functions that it
/// calls have theirs.
public final class Profiler: Watcher {
  private struct Line {
    let source: SourceText
    let number: Int
    var nanoseconds: UInt64 = 0
    var times = 0
  }

  private struct Native {
    var nanoseconds: UInt64 = 0
    var calls = 0
  }

  private var lines: [Line] = []
  private var places: [ObjectIdentifier: [Int: Int]] = [:]
  /// For each function that ran the line of each of its instructions; the function is kept, so that no other
  /// takes its place.
  private var tables: [UnsafeMutablePointer<Instruction>: (lines: [Int], prototype: Prototype)] =
    [:]
  private var natives: [String: Native] = [:]

  private var code: UnsafeMutablePointer<Instruction>?
  private var table: [Int] = []
  /// While the standard library runs, the line that called it.
  private var caller: Int?
  private var current: Int?
  private var depth = 0
  private var began: UInt64 = 0
  private var native: (name: String, began: UInt64)?

  public init() {}

  public func step(_ step: Step) {
    if let native {
      self.native = nil
      natives[native.name, default: Native()].nanoseconds += Self.now - native.began
      natives[native.name]?.calls += 1
    }
    if step.code != code { enter(step) }
    let line = caller ?? table[step.position]
    if line != current { go(to: line, isReturn: step.depth < depth) }
    depth = step.depth
    if let builtin = step.native { native = (builtin.name, Self.now) }
  }

  private func go(to line: Int?, isReturn: Bool) {
    let now = Self.now
    if let current { lines[current].nanoseconds += now - began }
    began = now
    current = line
    if let line, !isReturn { lines[line].times += 1 }
  }

  private func enter(_ step: Step) {
    code = step.code
    caller = nil
    guard step.machine.isOfLibrary(step.function) else {
      table = lines(of: step.function)
      return
    }
    for place in (0..<step.machine.frameCount).reversed() {
      let frame = step.machine.frames[place]
      let function = frame.function.takeUnretainedValue()
      guard !step.machine.isOfLibrary(function) else { continue }
      caller = lines(of: function)[max(frame.next - 1 - function.code, 0)]
      return
    }
    table = lines(of: step.function)
  }

  private func lines(of function: FunctionObject) -> [Int] {
    if let known = tables[function.code] { return known.lines }
    let prototype = function.prototype
    let source = prototype.source
    let found = prototype.spans.map { span in
      let number = source.line(at: span.start)
      if let known = places[ObjectIdentifier(source)]?[number] { return known }
      places[ObjectIdentifier(source), default: [:]][number] = lines.count
      lines.append(Line(source: source, number: number))
      return lines.count - 1
    }
    tables[function.code] = (found, prototype)
    return found
  }

  public func result(of value: Value) -> Value {
    go(to: nil, isReturn: true)
    let ran = lines.filter { $0.times > 0 }.map { line in
      ProfileObject.Line(
        place: "\(line.source.name):\(line.number + 1)",
        text: line.source.text(in: line.source.span(ofLine: line.number)),
        seconds: Double(line.nanoseconds) * 1e-9, times: line.times)
    }
    let called = natives.map { name, native in
      ProfileObject.Native(
        name: String(name.drop { $0 == "_" }), seconds: Double(native.nanoseconds) * 1e-9,
        calls: native.calls)
    }
    return .object(ProfileObject(lines: ran, natives: called, result: value))
  }

  private static var now: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
