import Foundation
import Testing

/// A program means the same in every process: what Swift puts into an order that differs from run to run
/// reaches neither what is printed nor the bytes of a model.
@Suite struct ProcessTests {
  @Test func everyProcessNamesAndTrainsAlike() throws {
    let setl = try Terminal.setl()
    let program = """
      let labels = ["2", "10", "1a", "nan", "4", "4.0", "b", "-1", "é", "Z"]
      let rows = map(list(0..60), i => ({text: "the lamp {i} of {i % 7}", label: labels[i % 10]}))
      let d = text_dataset(rows, text: "text", label: "label", vocabulary: 30, seed: 1)
      let model = sequential(embedding(vocabulary: 30, units: 4), lstm(units: 4), dense(10))
      fit(model, d.train, epochs: 1, seed: 1)
      save(model, "model.safetensors")
      print(d.classes, list(d.test))
      """
    var outputs: Set<[UInt8]> = []
    var models: Set<[UInt8]> = []
    for _ in 0..<4 {
      let folder = try TemporaryFolder()
      let process = Process()
      let output = Pipe()
      process.executableURL = URL(filePath: setl)
      process.arguments = ["-e", program]
      process.currentDirectoryURL = URL(filePath: folder.path)
      process.environment = ["SETL_HOME": folder.path, "PATH": "/usr/bin:/bin"]
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      outputs.insert(Array(output.fileHandleForReading.readDataToEndOfFile()))
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      models.insert(Array(try Data(contentsOf: URL(filePath: folder.path + "/model.safetensors"))))
    }
    #expect(outputs.count == 1 && models.count == 1)
    #expect(outputs.first?.isEmpty == false)
  }

  /// What a program has printed is in its file while it goes on computing.
  @Test func aFileHasEachLineSoon() throws {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: try Terminal.setl())
    process.arguments = ["-e", "print(1)\nprint(2)\nprint(3)\nsleep(60)"]
    process.environment = ["SETL_HOME": try TemporaryFolder().path, "PATH": "/usr/bin:/bin"]
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    try process.run()
    let lines = try output.fileHandleForReading.read(upToCount: 6)
    #expect(lines.map { String(decoding: $0, as: UTF8.self) } == "1\n2\n3\n")
    #expect(process.isRunning)
    // Not SIGTERM, which Foundation may have left blocked in what it starts.
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}
