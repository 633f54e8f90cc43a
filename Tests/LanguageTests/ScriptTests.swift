import Evaluation
import Foundation
import Sessions
import Testing

/// Runs every script below `Scripts`, as `setl test` does: what it must print stands beside the line that
/// prints it.
@Suite struct ScriptTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(
    path: "Scripts")

  static let scripts: [String] = {
    let found = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String }
    return (found ?? []).filter { $0.hasSuffix(".setl") && !$0.contains("parts/") }.sorted()
  }()

  @Test func thereAreScripts() { #expect(Self.scripts.count >= 25) }

  @Test(arguments: scripts)
  func printsWhatItSays(_ name: String) throws {
    let path = Self.folder.appending(path: name).path()
    // Files that scripts write go where they are forgotten: the next run begins without them.
    #expect(TemporaryFiles.areUsed)
    let test = try FileTest(path, until: Interrupt()) { try TestSession.session(output: $0) }
    #expect(test.hasPassed, "\(test.text)")
    #expect(test.count > 0)
  }
}
