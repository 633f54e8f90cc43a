internal import Characters
internal import Glibc

/// Says on standard error what no front end can be told: a line each, and no flood of them.
struct Log {
  private var room = 50.0
  private var last = ContinuousClock.now

  mutating func write(_ line: String) {
    let now = ContinuousClock.now
    room = min(50, room + Double((now - last).components.seconds))
    last = now
    guard room >= 1 else { return }
    room -= 1
    let text = Array("setl kernel: \(shownOnLine(line))\n".utf8)
    _ = Glibc.write(STDERR_FILENO, text, text.count)
  }
}
