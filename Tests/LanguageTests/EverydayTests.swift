import Foundation
import Sessions
import Testing

/// The programs of every day print what is stored, and take no more lines than in Python.
@Suite struct EverydayTests {
  static let folder = DocumentationTests.root.appending(path: "examples/everyday")

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? []
    return files.filter { $0.hasSuffix(".setl") }.map { String($0.dropLast(5)) }.sorted()
  }()

  private static func text(_ file: String) throws -> String {
    try String(contentsOf: folder.appending(path: file), encoding: .utf8)
  }

  @Test func thereAreTwentyFive() { #expect(Self.names.count == 25) }

  @Test(arguments: names)
  func printsWhatIsStored(_ name: String) throws {
    #expect(TemporaryFiles.areUsed)
    let test = try TestSession(keepsPictures: false)
    let result = try test.run(Self.text(name + ".setl"), name: name + ".setl")
    #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
    #expect(test.output.text == (try Self.text(name + ".txt")))
  }

  /// Without blank lines and comments.
  private static func lines(_ text: String) -> Int {
    text.split(separator: "\n").map { $0.drop { $0 == " " } }
      .count { !$0.isEmpty && !$0.hasPrefix("#") }
  }

  @Test func togetherTheyTakeNoMoreLinesThanInPython() throws {
    let own = try Self.names.reduce(0) { try $0 + Self.lines(Self.text($1 + ".setl")) }
    let python = try Self.names.reduce(0) { try $0 + Self.lines(Self.text($1 + ".py")) }
    #expect(Double(own) <= 1.1 * Double(python), "\(own) and \(python) lines")
  }

  private static func run(_ arguments: [String]) -> (status: Int32, output: String)? {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }

  static let hasNumPy = run(["-c", "import numpy"])?.status == 0

  @Test(.enabled(if: hasNumPy, "needs Python with NumPy"))
  func pythonPrintsTheSame() throws {
    let result = try #require(Self.run([Self.folder.appending(path: "check.py").path()]))
    #expect(result.status == 0, "\(result.output)")
  }
}
