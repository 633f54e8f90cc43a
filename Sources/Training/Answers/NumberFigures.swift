/// How the numbers that a model gave compare with those that were wanted.
public struct NumberFigures: Sendable, Equatable {
  /// The mean of (y − target)² over examples and outputs.
  public var meanSquare: Double
  /// The mean of |y − target|.
  public var meanAbsoluteError: Double
  /// 1 − Σ (y − target)² / Σ (target − mean)², the mean over the outputs: 1 where all are right, 0 for the
  /// mean of the targets. Nil where the targets of an output are all the same.
  public var rSquared: Double?

  public init(meanSquare: Double, meanAbsoluteError: Double, rSquared: Double?) {
    self.meanSquare = meanSquare
    self.meanAbsoluteError = meanAbsoluteError
    self.rSquared = rSquared
  }

  /// √ of the mean square: in the unit of the targets.
  public var rootMeanSquare: Double { meanSquare.squareRoot() }
}

/// Adds up how far numbers are from targets, batch by batch.
struct NumberTally {
  /// Of one output; the targets' mean and Σ (target − mean)² follow Welford (1962), which loses no digits
  /// where targets are large and close to each other.
  private struct Column {
    var squares = 0.0
    var distances = 0.0
    var mean = 0.0
    var spread = 0.0
  }

  private var columns: [Column]
  private var count = 0

  init(outputs: Int) { columns = [Column](repeating: Column(), count: outputs) }

  /// Targets and outputs (count × outputs), an example's side by side.
  mutating func add(_ targets: [Float], _ outputs: [Float]) {
    for start in stride(from: 0, to: min(targets.count, outputs.count), by: columns.count) {
      count += 1
      for place in columns.indices {
        let target = Double(targets[start + place])
        let difference = Double(outputs[start + place]) - target
        columns[place].squares += difference * difference
        columns[place].distances += difference.magnitude
        let step = target - columns[place].mean
        columns[place].mean += step / Double(count)
        columns[place].spread += step * (target - columns[place].mean)
      }
    }
  }

  var figures: NumberFigures {
    let numbers = Double(max(count * columns.count, 1))
    return NumberFigures(
      meanSquare: columns.reduce(0) { $0 + $1.squares } / numbers,
      meanAbsoluteError: columns.reduce(0) { $0 + $1.distances } / numbers,
      rSquared: columns.allSatisfy { $0.spread > 0 }
        ? columns.reduce(0) { $0 + 1 - $1.squares / $1.spread } / Double(columns.count) : nil)
  }
}
