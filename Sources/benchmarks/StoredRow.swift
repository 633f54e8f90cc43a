internal import ArgumentParser

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A row that was printed as JSON some time ago.
struct StoredRow {
  private enum Item: Decodable {
    case text(String)
    case number(Double)
    case other

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let text = try? container.decode(String.self) {
        self = .text(text)
      } else if let number = try? container.decode(Double.self) {
        self = .number(number)
      } else {
        self = .other
      }
    }
  }

  let benchmark: any Benchmark.Type
  /// What the benchmark was called with.
  let options: String
  private let items: [String: Item]

  /// The rows of a file, one a line. Throws `ValidationError`, which names the line.
  static func read(from file: String) throws -> [StoredRow] {
    let text: String
    do {
      text = try String(contentsOfFile: file, encoding: .utf8)
    } catch {
      throw ValidationError("\(file) cannot be read")
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    let rows = try lines.compactMap { number, line in
      line.allSatisfy(\.isWhitespace)
        ? nil : try StoredRow(String(line), place: "line \(number + 1) of \(file)")
    }
    guard !rows.isEmpty else { throw ValidationError("\(file) holds no rows") }
    return rows
  }

  private init(_ line: String, place: String) throws {
    guard let items = try? JSONDecoder().decode([String: Item].self, from: Data(line.utf8)) else {
      throw ValidationError("\(place) is no JSON object")
    }
    self.items = items
    guard case .text(let name) = items["benchmark"], case .text(let options) = items["options"],
      let benchmark = All.benchmarks.first(where: { $0.configuration.commandName == name })
    else { throw ValidationError("\(place) is no row that `benchmarks --json` prints") }
    self.benchmark = benchmark
    self.options = options
  }

  /// Which of a benchmark's rows this is, where it has more than one.
  var part: String? {
    if case .text(let part) = items["part"] { part } else { nil }
  }

  /// The work in the time of a calibration, as `Row.speed`; nil where the row does not hold it.
  func speed(by figure: Row.Figure) -> Double? {
    guard let value = self[figure.name], let calibration = self["calibration_seconds"] else {
      return nil
    }
    return figure.speed(value, calibration: calibration)
  }

  /// The number above 0 that an item holds.
  private subscript(name: String) -> Double? {
    guard case .number(let number) = items[name], number.isFinite, number > 0 else { return nil }
    return number
  }
}
