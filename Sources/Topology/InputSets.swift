internal import Tensors

/// For each unit the set of what it takes: numbers of inputs, those of each gate apart.
struct InputSets {
  /// How many inputs there could be.
  let inputCount: Int
  /// Those of unit *n* are at `starts[n]..<starts[n + 1]`, in no order, none twice.
  private(set) var starts = [0]
  private(set) var inputs: [Int] = []

  /// Of a part's units: the columns of a unit's rows, numbered on from gate to gate; of an embedding the
  /// words that have an entry for the unit. The columns are renamed by `order`.
  init(_ part: TopologyPart, renaming order: [Int]? = nil) {
    let matrix = part.connections
    let columns = matrix.columns
    inputs.reserveCapacity(matrix.count)
    switch part.role {
    case .embedding:
      inputCount = matrix.rows
      let turned = matrix.transposed
      for unit in 0..<turned.rows {
        for position in turned.positions(ofRow: unit) {
          inputs.append(Int(turned.columnIndices[position]))
        }
        starts.append(inputs.count)
      }
    case .input, .recurrent:
      inputCount = part.blocks * columns
      let order = order?.count == columns ? order : nil
      for unit in 0..<part.units {
        for block in 0..<part.blocks {
          for position in matrix.positions(ofRow: block * part.units + unit) {
            let column = Int(matrix.columnIndices[position])
            inputs.append(block * columns + (order?[column] ?? column))
          }
        }
        starts.append(inputs.count)
      }
    }
  }

  var count: Int { starts.count - 1 }

  func size(_ unit: Int) -> Int { starts[unit + 1] - starts[unit] }

  func inputs(of unit: Int) -> ArraySlice<Int> { inputs[starts[unit]..<starts[unit + 1]] }

  /// The units that take each input, in the form of the sets.
  private var users: (starts: [Int], units: [Int]) {
    var next = [Int](repeating: 0, count: inputCount + 1)
    for input in inputs { next[input + 1] += 1 }
    for input in 0..<inputCount { next[input + 1] += next[input] }
    let starts = next
    var units = [Int](repeating: 0, count: inputs.count)
    for unit in 0..<count {
      for input in inputs(of: unit) {
        units[next[input]] = unit
        next[input] += 1
      }
    }
    return (starts, units)
  }

  /// The distance of each of these units from each of `other`, (count, count): 1 − |a ∩ b| / |a ∪ b|, 0
  /// where both are empty.
  ///
  /// What two sets share is counted by way of the inputs. Cost: for each input, those who take it here times
  /// those who take it there.
  func distances(to other: InputSets, checkStop: () throws -> Void) throws -> [Float] {
    let users = other.users
    var distances = [Float](repeating: 0, count: count * other.count)
    var shared = [Int32](repeating: 0, count: other.count)
    for unit in 0..<count {
      try checkStop()
      for place in shared.indices { shared[place] = 0 }
      for input in inputs(of: unit) {
        for place in users.starts[input]..<users.starts[input + 1] {
          shared[users.units[place]] += 1
        }
      }
      for partner in 0..<other.count {
        distances[unit * other.count + partner] = Float(
          Self.distance(shared: Int(shared[partner]), size(unit), other.size(partner)))
      }
    }
    return distances
  }

  /// The mean distance of each of these units from its partner in `other`.
  func meanDistance(to other: InputSets, partners: [Int]) -> Double {
    var owner = [Int](repeating: -1, count: inputCount)
    var sum = 0.0
    for unit in 0..<count {
      for input in inputs(of: unit) { owner[input] = unit }
      let shared = other.inputs(of: partners[unit]).reduce(0) { $0 + (owner[$1] == unit ? 1 : 0) }
      sum += Self.distance(shared: shared, size(unit), other.size(partners[unit]))
    }
    return count == 0 ? 0 : sum / Double(count)
  }

  private static func distance(shared: Int, _ first: Int, _ second: Int) -> Double {
    let union = first + second - shared
    return union == 0 ? 0 : 1 - Double(shared) / Double(union)
  }
}
