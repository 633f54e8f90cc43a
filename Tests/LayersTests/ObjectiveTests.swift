import Foundation
import Layers
import Tensors
import Testing

/// Every objective: its loss by its formula, its gradient against the slope, with and without emphasis.
@Suite struct ObjectiveTests {
  static let emphases = [
    Emphasis(), Emphasis(classWeights: [0.5, 3, 1]), Emphasis(smoothing: 0.1),
    Emphasis(classWeights: [2, 0.25, 1], smoothing: 0.3),
  ]
  private static let rows: [[Float]] = [
    [0.5, -1, 2], [1, 1, -0.5], [-1, 0.3, 0.2], [0, 2, 1], [40, -3, 0.1],
  ]

  private func panel(_ rows: [[Float]], in storage: Storage<Float>) -> Panel {
    let (features, width) = (rows.first?.count ?? 0, Panel.width(for: rows.count))
    storage.resize(to: features * width)
    storage.fill(with: 0)
    for (column, row) in rows.enumerated() {
      for (unit, value) in row.enumerated() { storage.pointer[unit * width + column] = value }
    }
    return Panel(storage.pointer, features: features, width: width, count: rows.count)
  }

  /// The loss, and the gradient of each row.
  private func evaluate(
    _ objective: any Objective, _ rows: [[Float]], _ targets: ObjectiveTargets, scale: Float = 1
  ) throws -> (result: ObjectiveResult, slopes: [[Float]]) {
    let (storage, gradient) = (Storage<Float>(), Storage<Float>())
    let given = panel(rows, in: storage)
    let result = objective.evaluate(.features(given), targets, scale: scale, gradient: gradient)
    guard case .features(let back) = try #require(result.gradient) else { return (result, []) }
    let slopes = rows.indices.map { column in
      (0..<back.features).map { back.pointer[$0 * back.width + column] }
    }
    return (result, slopes)
  }

  /// Outputs and targets that `objective` fits.
  private func cases(_ objective: any Objective) -> [([[Float]], ObjectiveTargets)] {
    var cases: [([[Float]], ObjectiveTargets)] = []
    // Distances of 0 and 1 are where those losses bend: a difference over both sides is no slope there.
    let rows = objective.takesNumbers ? Self.rows.map { $0.map { $0 + 0.03 } } : Self.rows
    for (outputs, classes) in [(1, 2), (2, 2), (3, 3)]
    where objective.fits(outputs: outputs, classes: classes) {
      let labels = [1, 0, 2, 1, 0].map { $0 % classes }
      cases.append((rows.map { Array($0.prefix(outputs)) }, .classes(labels)))
    }
    if objective.takesSets {
      cases.append((rows, .sets([1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1])))
    }
    if objective.takesNumbers {
      cases.append((rows, .values((0..<15).map { Float($0) / 7 - 1 })))
    }
    return cases
  }

  @Test(arguments: allObjectives.indices, emphases)
  func gradientsEqualSlopes(_ index: Int, _ emphasis: Emphasis) throws {
    var objective = allObjectives[index]
    guard emphasis.smoothing == 0 || objective.smoothsLabels else { return }
    objective.emphasis = emphasis
    for (rows, targets) in cases(objective) {
      let (result, slopes) = try evaluate(objective, rows, targets)
      let scaled = try evaluate(objective, rows, targets, scale: 0.5).slopes
      #expect(result.loss.isFinite)
      for row in rows.indices {
        for unit in rows[row].indices {
          let step: Float = 1.0 / 256
          var (above, below) = (rows, rows)
          above[row][unit] += step
          below[row][unit] -= step
          let difference =
            try evaluate(objective, above, targets).result.loss
            - evaluate(objective, below, targets).result.loss
          let slope = difference / Double(2 * step)
          #expect(abs(Double(slopes[row][unit]) - slope) < 2e-4 * (1 + abs(slope)))
          #expect(scaled[row][unit] == slopes[row][unit] / 2)
        }
      }
    }
  }

  @Test(arguments: emphases)
  func lossesAreTheFormulas(_ emphasis: Emphasis) throws {
    func weight(_ label: Int) -> Double {
      emphasis.classWeights.isEmpty ? 1 : emphasis.classWeights[label]
    }
    let labels = [1, 0, 2, 1, 0]
    var softmax = CrossEntropy()
    softmax.emphasis = emphasis
    var expected = 0.0
    for (row, label) in zip(Self.rows, labels) {
      let total = row.reduce(0) { $0 + exp(Double($1)) }
      for unit in 0..<3 {
        let wanted = (unit == label ? 1 - emphasis.smoothing : 0) + emphasis.smoothing / 3
        expected -= weight(unit) * wanted * (Double(row[unit]) - log(total))
      }
    }
    let found = try evaluate(softmax, Self.rows, .classes(labels)).result
    #expect(abs(found.loss - expected) < 1e-9 * abs(expected))
    #expect(found.predictions == [2, 0, 1, 1, 0])
    let sum = labels.reduce(0) { $0 + weight($1) }
    #expect(softmax.weight(of: .classes(labels), count: 5) == sum)

    var binary = BinaryCrossEntropy()
    binary.emphasis = emphasis
    let (outputs, two): ([[Float]], [Int]) = ([[0.5], [-2], [3]], [1, 1, 0])
    expected = 0
    for (row, label) in zip(outputs, two) {
      let p = 1 / (1 + exp(-Double(row[0])))
      let wanted = (label == 1 ? 1 - emphasis.smoothing : 0) + emphasis.smoothing / 2
      expected -= weight(label) * (wanted * log(p) + (1 - wanted) * log(1 - p))
    }
    let answer = try evaluate(binary, outputs, .classes(two)).result
    #expect(abs(answer.loss - expected) < 1e-9 && answer.predictions == [1, 0, 1])
  }

  /// The mean over the outputs, each weight at the label that is there: as PyTorch's `pos_weight`.
  @Test(arguments: emphases)
  func severalLabelsAreEachOneOfTwo(_ emphasis: Emphasis) throws {
    var objective = BinaryCrossEntropy()
    objective.emphasis = emphasis
    let wanted: [Float] = [1, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1]
    var expected = 0.0
    for (place, has) in wanted.enumerated() {
      let y = Double(Self.rows[place / 3][place % 3])
      let t = Double(has) * (1 - emphasis.smoothing) + emphasis.smoothing / 2
      let weight = emphasis.classWeights.isEmpty ? 1 : emphasis.classWeights[place % 3]
      expected += (weight * t * log(1 + exp(-y)) + (1 - t) * log(1 + exp(y))) / 3
    }
    let found = try evaluate(objective, Self.rows, .sets(wanted)).result
    #expect(abs(found.loss - expected) < 1e-9 * expected)
    // All three labels of the first example are right, and of no other.
    #expect(found.predictions == [1, 0, 0, 0, 0])
    #expect(objective.weight(of: .sets(wanted), count: 5) == 5)
    #expect(objective.answers([2, -3, 0.5]).labels == [0, 2])
    #expect(Emphasis.balanced(counts: [2, 0, 5, 4], amongEach: 5) == [1.5, 1, 1, 0.25])
  }

  @Test func outputsThatArePanelsByStepAreNotTaken() {
    for objective in allObjectives {
      let words = Activation.words(WordBatch(vocabulary: 3))
      let result = objective.evaluate(words, .classes([]), scale: 1, gradient: Storage())
      #expect(result.gradient == nil && result.loss == 0)
    }
  }

  @Test func balancedWeightsAreThoseOfTheField() {
    // n / (K · nₖ), scikit-learn: 10 examples, 2 classes of which have some.
    #expect(Emphasis.balanced(counts: [8, 2]) == [10 / 16.0, 10 / 4.0])
    #expect(Emphasis.balanced(counts: [5, 0, 5]) == [1, 1, 1])
  }

  @Test func namesAreUnique() {
    #expect(Set(allObjectives.map(\.name)).count == allObjectives.count)
    #expect(allObjectives.allSatisfy { !$0.takes.isEmpty })
  }
}
