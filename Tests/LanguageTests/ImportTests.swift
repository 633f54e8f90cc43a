import Foundation
import Syntax
import Testing

/// A file is one module, by whatever path it is reached.
@Suite struct ImportTests {
  private static func folder(_ files: [String: String]) throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "imports-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (name, text) in files {
      try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }
    return folder
  }

  @Test func linksLeadToOneModule() throws {
    let folder = try Self.folder(["counted.setl": "let n = 0\nfn count() { n += 1\n n }\n"])
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path() + "/"
    try FileManager.default.createSymbolicLink(
      atPath: path + "soft.setl", withDestinationPath: "counted.setl")
    try FileManager.default.linkItem(atPath: path + "counted.setl", toPath: path + "hard.setl")
    let (lines, diagnostics) = try TestSession().run(
      """
      import "counted.setl" as a
      import "soft.setl" as b
      import "hard.setl" as c
      a.count()
      b.count()
      print(c.count())
      """, name: path + "main.setl")
    #expect(diagnostics.isEmpty)
    #expect(lines == ["3"])
  }

  @Test func circlesThroughLinksAreTold() throws {
    let folder = try Self.folder(["one.setl": "import \"two.setl\" as two\n"])
    defer { try? FileManager.default.removeItem(at: folder) }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path() + "/two.setl", withDestinationPath: "one.setl")
    let (_, diagnostics) = try TestSession().run(
      "import \"one.setl\" as one", name: folder.path() + "/main.setl")
    #expect(diagnostics.first?.title == "`two.setl` imports itself")
  }
}
