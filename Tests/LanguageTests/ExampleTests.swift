import Foundation
import Testing

/// The examples, as they are, on small data.
@Suite struct ExampleTests {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../../examples").standardized

  private func run(_ name: String, _ arguments: [String] = []) throws -> [String] {
    #expect(TemporaryFiles.areUsed)
    let path = Self.folder.appending(path: name)
    let text = try String(contentsOf: path, encoding: .utf8)
    let result = try TestSession().run(text, name: path.path(), arguments: arguments)
    #expect(result.diagnostics.isEmpty, "\(result.diagnostics)")
    return result.lines
  }

  @Test func quickstart() throws {
    let lines = try run("quickstart.setl")
    let line = try #require(lines.first { $0.hasPrefix("accuracy on reviews") })
    let share = try #require(line.split(separator: " ").last?.dropLast())
    // A bag of words stays below 80 %.
    #expect(Double(share) ?? 0 > 95)
  }

  @Test func denseAgainstSparse() throws {
    let lines = try run("dense_against_sparse.setl", ["200", "1"])
    #expect(lines.count == 3 && lines[1].hasPrefix("dense") && lines[2].hasPrefix("sparse"))
  }

  @Test func signals() throws {
    let lines = try run("signals.setl", ["200", "6"])
    let line = try #require(lines.last)
    #expect(line.hasPrefix("a ") && line.contains(" is taken for a "))
  }

  @Test func characterModel() throws {
    let lines = try run("character_model.setl")
    let line = try #require(lines.first { $0.hasPrefix("perplexity") })
    let perplexity = try #require(line.split(separator: " ").dropFirst().first)
    #expect(Double(perplexity) ?? 9 < 1.5)
    #expect(lines.contains("life is but a dream."))
  }

  @Test func tabular() throws {
    let lines = try run("tabular.setl")
    #expect(lines.contains { $0.contains("place=harbour") })
    let line = try #require(lines.first { $0.hasPrefix("R²") })
    let share = try #require(line.split(separator: " ").last)
    #expect(Double(share) ?? 0 > 0.9)
  }

  @Test func setMLP() throws {
    let lines = try run("set_mlp.setl")
    let line = try #require(lines.first { $0.hasPrefix("accuracy") })
    let share = try #require(line.split(separator: " ").dropFirst().first)
    // Three numbers of twenty say the class, and one of them alone little.
    #expect(Double(share) ?? 0 > 0.9)
  }

  @Test func lstmFromScratch() throws {
    let lines = try run("lstm_from_scratch.setl", ["60"])
    let share = try #require(lines.last?.split(separator: " ").last?.dropLast())
    // A guess is right half of the time.
    #expect(Double(share) ?? 0 > 95)
  }

  @Test func ownLayer() throws {
    let lines = try run("own_layer.setl")
    for name in ["accuracy", "again"] {
      let line = try #require(lines.last { $0.hasPrefix(name) })
      let share = try #require(line.split(whereSeparator: { " %".contains($0) }).dropFirst().first)
      #expect(Double(share) ?? 0 > 85)
    }
  }

  @Test func allRulesSideBySide() throws {
    let lines = try run("../benchmarks/rules.setl", ["toy", "1"])
    // The names of the columns, and sixteen rules.
    #expect(lines.filter { $0.hasPrefix("| ") }.count == 17)
  }

  @Test(arguments: ["own_rule.setl", "set_by_hand.setl"])
  func rulesOfOnesOwn(_ name: String) throws {
    let lines = try run(name)
    let line = try #require(lines.first { $0.hasPrefix("own rule") || $0.hasPrefix("accuracy") })
    let share = try #require(line.split(separator: " ").last?.dropLast())
    #expect(Double(share) ?? 0 > 85)
  }

  /// The dozen lines of the README on a few reviews in the form of the real set.
  @Test func imdb() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "setl-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    for part in ["train", "test"] {
      for (kind, rating) in [("pos", 9), ("neg", 2)] {
        let place = folder.appending(path: "aclImdb/\(part)/\(kind)")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        for number in 0..<10 {
          try Data("a \(kind) review of film number \(number)".utf8).write(
            to: place.appending(path: "\(number)_\(rating).txt"))
        }
      }
    }
    let lines = try run("imdb.setl", [folder.path()])
    #expect(lines.contains { $0.hasPrefix("test accuracy ") })
    #expect(lines.contains { $0.contains("221,409 parameters") })
  }

  static let hasData = ProcessInfo.processInfo.environment["SETL_DATA"] != nil

  @Test(.enabled(if: hasData, "needs the data sets: SETL_DATA"))
  func fourDatasets() throws {
    let lines = try run("four_datasets.setl", ["1", "16"])
    #expect(lines.count == 5)
  }
}
