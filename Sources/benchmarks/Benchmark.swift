internal import ArgumentParser

/// A command that measures, checks what it measured, and prints a row or more.
protocol Benchmark: ParsableCommand {
  var common: CommonOptions { get }

  /// Throws `WrongResult` where the work was not done as it should be.
  func measure() throws -> [Row]
}

extension Benchmark {
  func run() throws {
    for row in try calibrated() { row.print(asJSON: common.json) }
  }

  /// What `measure` finds, beside the speed of the machine right before and after.
  func calibrated() throws -> [Row] {
    let before = Calibration.seconds()
    var rows = try measure()
    let mean = (before + Calibration.seconds()) / 2
    for index in rows.indices {
      rows[index].add(option: "threads", .whole(common.threads))
      rows[index].add("calibration_seconds", .number(mean))
    }
    return rows
  }
}

/// Options that every benchmark takes.
struct CommonOptions: ParsableArguments {
  @Option(help: "Threads.")
  var threads = 1

  @Option(help: "Seconds to measure for, at least.")
  var seconds = 2.0

  @Flag(help: "Print JSON, one object a row.")
  var json = false

  func validate() throws {
    try checkSizes(threads)
    guard seconds.isFinite, seconds >= 0 else { throw ValidationError("seconds are 0 or more") }
  }
}

/// Why a figure cannot be trusted.
struct WrongResult: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// Throws unless all are whole numbers that a size can be.
func checkSizes(_ sizes: Int...) throws {
  guard sizes.allSatisfy({ (1..<1 << 28).contains($0) }) else {
    throw ValidationError("sizes are whole numbers from 1 to 2^28")
  }
}

/// Throws unless arrays of so many numbers fit into the memory of an ordinary machine.
func checkMemory(_ counts: Double...) throws {
  guard counts.allSatisfy({ $0 < 0x1p28 }) else {
    throw ValidationError("this takes arrays of 2^28 numbers or more: choose smaller sizes")
  }
}
