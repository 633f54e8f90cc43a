/// How often a function was called while it was watched, how long that took, and how often each of its
/// instructions was run.
final class FunctionCount {
  /// Kept, so that no other function takes its place.
  let prototype: Prototype
  /// Which of the lines each instruction stands on.
  let lines: [Int]
  /// It belongs to the standard library, and a line of the program called it.
  var isOfLibrary = false
  private(set) var calls = 0
  /// Of the outermost of its calls: what it calls is with it, itself too.
  private(set) var nanoseconds: UInt64 = 0
  private var counts: [Int]
  private var open = 0
  private var began: UInt64 = 0

  init(_ prototype: Prototype, lines: [Int]) {
    self.prototype = prototype
    self.lines = lines
    counts = Array(repeating: 0, count: lines.count)
  }

  func comes(to position: Int) { counts[position] += 1 }

  /// A call begins, or goes on after a `yield`.
  func enter(isCall: Bool, _ now: @autoclosure () -> UInt64) {
    if isCall { calls += 1 }
    if open == 0 { began = now() }
    open += 1
  }

  func leave(_ now: @autoclosure () -> UInt64) {
    open -= 1
    if open == 0 { nanoseconds += now() - began }
  }

  /// How often an instruction was run. A loop asks once more than there are values; what counts are those.
  func times(_ position: Int) -> Int {
    let code = prototype.code
    guard code[position].operation == .nextValue, position + 1 < counts.count else {
      return counts[position]
    }
    let turn = position + 2 + code[position + 1].wide
    return counts.indices.contains(turn) ? counts[turn] : counts[position]
  }
}
