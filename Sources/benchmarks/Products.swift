internal import ArgumentParser
internal import KernelTable
internal import Measuring
internal import Tensors
internal import Training

/// The sparse products of training by themselves, beside what a core can do at most.
struct Products: Benchmark {
  static let configuration = CommandConfiguration(
    commandName: "product",
    abstract: "The sparse products by themselves: GFLOP/s, and their share of a core's peak.")

  @Option(help: "Rows.")
  var rows = 1024
  @Option(help: "Columns.")
  var columns = 256
  @Option(help: "Share of the connections that exist.")
  var density = 0.04
  @Option(help: "Columns of a panel: 2, 4, 8 or a multiple of 16.")
  var width = 64
  @Option(help: "Time steps that a gradient is summed over.")
  var steps = 8
  @OptionGroup var common: CommonOptions

  private var isNarrow: Bool { [2, 4, 8].contains(width) }

  func validate() throws {
    try checkSizes(rows, columns, width, steps)
    guard width % 16 == 0 || isNarrow else {
      throw ValidationError("the width is 2, 4, 8 or a multiple of 16")
    }
    guard steps == 1 || !isNarrow else { throw ValidationError("a narrow panel has 1 step") }
    guard density > 0, density <= 1 else { throw ValidationError("density lies in 0 to 1") }
    try checkMemory(
      Double(rows) * Double(columns) * density, Double(rows + columns) * Double(width * steps))
  }

  /// Something to time, and as how many products of one panel it counts.
  private typealias Part = (
    name: String, products: Int, run: () -> Void, check: () throws -> Void
  )

  func measure() throws -> [Row] {
    let work = ProductWork(
      rows: rows, columns: columns, density: density, width: width, steps: steps)
    guard work.count > 0 else { throw WrongResult("a matrix of this density has no connections") }
    var peak = Peak.gflops()
    var found: [(part: String, gflops: Double)] = []
    // The way back is two products, done in one walk where the panel is narrow.
    let back: [Part] =
      isNarrow
      ? [("backward", 2, work.backward, work.checkBackward)]
      : [
        ("transposed", 1, work.transposed, work.checkTransposed),
        ("scattered", 1, work.scattered, work.checkTransposed),
        ("sampled", steps, work.sampled, work.checkSampled),
      ]
    for (part, products, run, check) in [("forward", 1, work.forward, work.checkForward)] + back {
      let operations = 2e-9 * Double(work.count) * Double(width) * Double(products)
      run()
      try check()
      found.append((part, operations / medianSeconds(of: run)))
    }
    peak = max(peak, Peak.gflops())
    return found.map { part, gflops in
      var row = Row("product", part: part, figure: .rate("gflops"))
      row.add(option: "rows", .whole(rows))
      row.add(option: "columns", .whole(columns))
      row.add(option: "density", .number(density))
      row.add(option: "width", .whole(width))
      row.add(option: "steps", .whole(steps))
      row.add("connections", .whole(work.count))
      row.add("gflops", .number(gflops))
      row.add("peak_gflops", .number(peak))
      row.add("share_of_peak", .number(gflops / peak))
      return row
    }
  }

  /// A call's median time; many calls share one reading of the clock where they are short.
  private func medianSeconds(of run: () -> Void) -> Double {
    var calls = 1
    var times: [Double] = []
    var total = 0.0
    while total < common.seconds / 3 || times.count < 5 {
      let start = ContinuousClock.now
      for _ in 0..<calls { run() }
      let seconds = (ContinuousClock.now - start).inSeconds
      total += seconds
      if seconds < 0.001 {
        calls *= 2
        times.removeAll()
      } else {
        times.append(seconds / Double(calls))
      }
    }
    times.sort()
    return times[times.count / 2]
  }
}
