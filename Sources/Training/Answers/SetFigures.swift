/// How the labels that a model gave compare with those of examples that can have several.
public struct SetFigures: Sendable, Equatable {
  /// Of each label, with no confusion of one for another.
  public var labels: ClassFigures
  /// The examples, and those all of whose labels are right, with none too many.
  public var count: Int
  public var exact: Int

  public init(labels: ClassFigures, count: Int, exact: Int) {
    self.labels = labels
    self.count = count
    self.exact = exact
  }

  /// The share of examples all of whose labels are right: the subset accuracy.
  public var exactMatch: Double { count == 0 ? 0 : Double(exact) / Double(count) }

  /// Over all labels of all examples together: tp, fp and fn are added up before they are divided.
  public var micro: ClassFigures.Scores {
    let all = ClassFigures(
      classes: [""], counts: [labels.counts.reduce(0, +)], taken: [labels.taken.reduce(0, +)],
      found: [labels.found.reduce(0, +)], confusion: [], areaUnderCurve: nil)
    return all.scores(0)
  }
}

/// Counts the labels that a model gives, batch by batch.
struct SetTally {
  private(set) var figures: SetFigures

  init(labels: [String]) {
    let zeros = [Int](repeating: 0, count: labels.count)
    figures = SetFigures(
      labels: ClassFigures(
        classes: labels, counts: zeros, taken: zeros, found: zeros, confusion: [],
        areaUnderCurve: nil), count: 0, exact: 0)
  }

  /// Rows (count × labels) of what examples have, and of outputs, which give a label where they are above 0.
  mutating func add(_ wanted: [Float], _ outputs: [Float]) {
    let width = figures.labels.classes.count
    for start in stride(from: 0, to: min(wanted.count, outputs.count), by: max(width, 1)) {
      var isExact = true
      for label in 0..<width {
        let (has, gives) = (wanted[start + label] == 1, outputs[start + label] > 0)
        figures.labels.counts[label] += has ? 1 : 0
        figures.labels.taken[label] += gives ? 1 : 0
        figures.labels.found[label] += has && gives ? 1 : 0
        isExact = isExact && has == gives
      }
      figures.count += 1
      figures.exact += isExact ? 1 : 0
    }
  }
}
