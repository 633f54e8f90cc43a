internal import Attacks
internal import Dispatch
internal import Evaluation
internal import Foundation
internal import Sessions

/// The child: runs cells in its folder, and writes each to a file before, so that it is known which one
/// ended the process.
struct AttackedProcess {
  static let lastCell = "last_cell"
  static let count = "cells_done"

  var seed: UInt64
  var cells: Int

  func run() throws {
    limit()
    let attacked = try AttackedSession()
    let interrupt = attacked.session.interrupt
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler { interrupt.request() }
    source.resume()
    attacked.run("memory_limit(1e9)")
    var calls = attacked.oddCalls(seed: seed, writesFiles: true)
    var files = try attacked.damagedFiles(in: ".", seed: seed)
    for number in 0..<cells {
      let cell = number % 2 == 0 ? calls.next() : try files.next()
      try Data(cell.utf8).write(to: URL(filePath: Self.lastCell))
      attacked.run(cell)
      try Data("\(number + 1)".utf8).write(to: URL(filePath: Self.count))
    }
    guard attacked.isWell else { throw WrongResult("the session does not answer any more") }
  }

  /// Every other process has little address space; none writes its memory to a file when it ends.
  private func limit() {
    var none = rlimit(rlim_cur: 0, rlim_max: 0)
    setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none)
    guard seed % 2 == 0 else { return }
    var space = rlimit(rlim_cur: 3 << 30, rlim_max: 3 << 30)
    setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &space)
  }
}
