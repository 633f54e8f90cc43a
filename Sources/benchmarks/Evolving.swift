internal import ArgumentParser
internal import Evolution
internal import Layers
internal import Measuring
internal import Tensors
internal import Training

/// One evolution of a sparse matrix.
struct Evolving: Benchmark {
  static let configuration = CommandConfiguration(
    commandName: "evolve", abstract: "One step of SET on a sparse matrix: connections a second.")

  @Option(help: "Rows.")
  var rows = 20_000
  @Option(help: "Columns.")
  var columns = 256
  @Option(help: "Share of the connections that exist.")
  var density = 0.04
  @Option(help: "Share of them that moves.")
  var zeta = 0.3
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try checkSizes(rows, columns)
    guard density > 0, density <= 1, zeta > 0, zeta < 1 else {
      throw ValidationError("shares lie in 0 to 1")
    }
    try checkMemory(Double(rows) * Double(columns) * density, Double(rows))
  }

  func measure() throws -> [Row] {
    var random = RandomSource(seed: 1)
    var matrix = SparseMatrix.random(rows: rows, columns: columns, density: density, using: &random)
    let count = matrix.values.count
    for place in matrix.values.indices { matrix.values[place] = Float(random.normal()) }
    let rule = SetEvolution(zeta: zeta)
    var times: [Double] = []
    var total = 0.0
    var moved = 0
    while total < common.seconds || times.count < 5 {
      let start = ContinuousClock.now
      guard
        let change = rule.changesByHand(
          of: [EvolvingMatrix(matrix)], threads: common.threads, using: &random)[0]
      else { break }
      times.append((ContinuousClock.now - start).inSeconds)
      total += times[times.count - 1]
      guard change.matrix.values.count == count, change.removed == change.grown else {
        throw WrongResult("the number of connections changed")
      }
      moved = change.grown
      matrix = change.matrix
    }
    times.sort()
    var row = Row("evolve", figure: .time("seconds"))
    row.add(option: "rows", .whole(rows))
    row.add(option: "columns", .whole(columns))
    row.add(option: "density", .number(density))
    row.add(option: "zeta", .number(zeta))
    row.add("connections", .whole(count))
    row.add("moved", .whole(moved))
    row.add("seconds", .number(times[times.count / 2]))
    row.add("connections_per_second", .number((Double(count) / times[times.count / 2]).rounded()))
    return [row]
  }
}
