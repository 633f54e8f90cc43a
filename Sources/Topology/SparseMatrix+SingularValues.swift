internal import Tensors

extension SparseMatrix {
  /// The `count` largest singular values, from the largest down; fewer where there are not as many.
  ///
  /// One after the other, each by Golub and Kahan's bidiagonalisation (1965, doi:10.1137/0702016) with all
  /// vectors made orthogonal twice to those before and to the right vectors already found: so a value that
  /// there is several times is found as often. It begins anew from the best vector where the basis is full,
  /// and ends where the residual is 1e-8 of the value squared. Cost: for each step a product with the
  /// matrix and one with its transpose, and with the basis, of 128 vectors at most.
  func singularValues(_ count: Int, checkStop: () throws -> Void) throws -> [Double] {
    let wanted = min(count, rows, columns)
    guard wanted > 0 else { return [] }
    let operation = SparseOperator(columns > rows ? transposed : self)
    var search = LanczosSearch(of: operation)
    while search.values.count < wanted, search.values.count < operation.columns {
      try search.findNext(checkStop)
    }
    let found = search.values.sorted(by: >)
    // What is left out of empty rows and columns is 0.
    return found + [Double](repeating: 0, count: wanted - found.count)
  }
}

/// Products with a matrix without empty rows and columns, in double precision.
private struct SparseOperator {
  let rows: Int
  let columns: Int
  private let starts: [Int]
  private let indices: [Int]
  private let values: [Double]

  init(_ matrix: SparseMatrix) {
    var numbers = [Int](repeating: -1, count: matrix.columns)
    var columns = 0
    for column in matrix.columnIndices where numbers[Int(column)] < 0 { numbers[Int(column)] = 0 }
    for column in numbers.indices where numbers[column] == 0 {
      numbers[column] = columns
      columns += 1
    }
    var starts = [0]
    for row in 0..<matrix.rows where !matrix.positions(ofRow: row).isEmpty {
      starts.append(matrix.positions(ofRow: row).upperBound)
    }
    self.starts = starts
    self.columns = columns
    rows = starts.count - 1
    indices = matrix.columnIndices.map { numbers[Int($0)] }
    values = matrix.values.map(Double.init)
  }

  /// A · x
  func times(_ x: [Double]) -> [Double] {
    (0..<rows).map { row in
      var sum = 0.0
      for position in starts[row]..<starts[row + 1] {
        sum += values[position] * x[indices[position]]
      }
      return sum
    }
  }

  /// Aᵀ · y
  func transposedTimes(_ y: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: columns)
    for row in 0..<rows {
      for position in starts[row]..<starts[row + 1] {
        result[indices[position]] += values[position] * y[row]
      }
    }
    return result
  }
}

/// The largest singular values of an operator and their right vectors, one after the other.
private struct LanczosSearch {
  private static let largestBasis = 128
  private static let mostRestarts = 200
  private static let tolerance = 1e-8

  private let operation: SparseOperator
  private(set) var values: [Double] = []
  private var found: [[Double]] = []
  private var random = RandomSource(seed: 1)

  init(of operation: SparseOperator) { self.operation = operation }

  mutating func findNext(_ checkStop: () throws -> Void) throws {
    var start = (0..<operation.columns).map { _ in random.normal() }
    start.orthogonalise(to: found)
    guard start.normalise() > 0 else { return values.append(0) }
    for _ in 0..<Self.mostRestarts {
      let (value, vector, isSettled) = try best(from: start, checkStop)
      start = vector
      if isSettled {
        values.append(value)
        found.append(vector)
        return
      }
    }
    // Values so near each other that they cannot be told apart: the vector is of several of them.
    values.append(operation.times(start).length)
    found.append(start)
  }

  /// The best value and right vector in the space that grows from `start`.
  private func best(
    from start: [Double], _ checkStop: () throws -> Void
  ) throws -> (value: Double, vector: [Double], isSettled: Bool) {
    var right = [start]
    var left: [[Double]] = []
    // BᵀB of the bidiagonal B, whose diagonal is α and whose entries above it are β.
    var gram = Tridiagonal()
    var beta = 0.0
    let most = min(Self.largestBasis, operation.columns - found.count)
    while true {
      try checkStop()
      var u = operation.times(right[right.count - 1])
      u.orthogonalise(to: left)
      let alpha = u.normalise()
      var w = operation.transposedTimes(u)
      w.orthogonalise(to: found)
      w.orthogonalise(to: right)
      left.append(u)
      gram.append(diagonal: alpha * alpha + beta * beta)
      beta = w.normalise()
      let isLast = right.count >= most
      let isExhausted = beta * alpha <= 1e-14 * gram.bound
      if isLast || isExhausted || right.count % 8 == 0 {
        let (square, weights) = gram.largest()
        let residual = alpha * beta * (weights.last?.magnitude ?? 0)
        let isSettled =
          isExhausted || right.count >= operation.columns - found.count
          || residual <= Self.tolerance * square
        if isSettled || isLast {
          var vector = [Double](repeating: 0, count: operation.columns)
          for (weight, column) in zip(weights, right) { vector.add(column, times: weight) }
          vector.orthogonalise(to: found)
          _ = vector.normalise()
          return (max(square, 0).squareRoot(), vector, isSettled)
        }
      }
      gram.append(coupling: alpha * beta)
      right.append(w)
    }
  }
}

extension [Double] {
  fileprivate var length: Double { reduce(0) { $0 + $1 * $1 }.squareRoot() }

  fileprivate mutating func add(_ other: [Double], times factor: Double) {
    for place in indices { self[place] += factor * other[place] }
  }

  /// Takes away what lies in the directions of `others`, twice, since rounding leaves some at the first time.
  fileprivate mutating func orthogonalise(to others: [[Double]]) {
    for _ in 0..<2 {
      for other in others {
        var product = 0.0
        for place in indices { product += self[place] * other[place] }
        add(other, times: -product)
      }
    }
  }

  /// Makes its length 1, and gives what it was; a vector of 0 stays.
  fileprivate mutating func normalise() -> Double {
    let length = length
    guard length > 0 else { return 0 }
    for place in indices { self[place] /= length }
    return length
  }
}
