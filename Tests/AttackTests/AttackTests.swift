import Attacks
import Foundation
import Testing

/// A few of the cells that `benchmarks attack` tries by the hour: whatever they are, the session lives.
@Suite struct AttackTests {
  @Test func oddCallsLeaveTheSessionWell() throws {
    let attacked = try AttackedSession()
    // The limit is the process's: other tests, which run meanwhile, need their share.
    attacked.run("let usual = memory_limit()")
    attacked.run("memory_limit(2e9)")
    defer { attacked.run("memory_limit(usual)") }
    var calls = attacked.oddCalls(seed: 1, writesFiles: false)
    var finished = 0
    for _ in 0..<2 * calls.functionCount where attacked.run(calls.next()) { finished += 1 }
    #expect(finished > 20)
    #expect(attacked.isWell)
  }

  @Test func damagedFilesLeaveTheSessionWell() throws {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "setl-damaged-\(ProcessInfo.processInfo.processIdentifier)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let attacked = try AttackedSession()
    var files = try attacked.damagedFiles(in: folder.path(), seed: 1)
    var finished = 0
    for _ in 0..<20 * files.formCount where attacked.run(try files.next()) { finished += 1 }
    #expect(finished > 20)
    #expect(attacked.isWell)
  }
}
