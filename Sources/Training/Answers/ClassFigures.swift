/// How the classes that a model gave compare with those of the examples.
///
/// Of each class, with tp examples of it that were found, fp others that were taken for it and fn that were
/// taken for others: precision = tp / (tp + fp), recall = tp / (tp + fn), F1 = 2 tp / (2 tp + fp + fn). What
/// would be 0 / 0 is 0, as in scikit-learn.
public struct ClassFigures: Sendable, Equatable {
  public var classes: [String]
  /// Of each class, the examples of it, those that were taken for it, and those that are both.
  public var counts: [Int]
  public var taken: [Int]
  public var found: [Int]
  /// `confusion[a][b]`: examples of class a that were taken for class b; empty above `mostInTable`.
  public var confusion: [[Int]]
  /// Under the receiver operating characteristic: the chance that of one example of each class the one of
  /// the second has the larger output, ties counted half. Nil unless there are two classes, both with
  /// examples, and every output is a number.
  public var areaUnderCurve: Double?

  /// A table of more classes would be too large for anyone to read.
  public static let mostInTable = 1000

  public init(
    classes: [String], counts: [Int], taken: [Int], found: [Int], confusion: [[Int]],
    areaUnderCurve: Double?
  ) {
    self.classes = classes
    self.counts = counts
    self.taken = taken
    self.found = found
    self.confusion = confusion
    self.areaUnderCurve = areaUnderCurve
  }

  /// Figures of a class, or means of them.
  public struct Scores: Sendable, Equatable {
    public var precision: Double
    public var recall: Double
    public var f1: Double

    public init(precision: Double = 0, recall: Double = 0, f1: Double = 0) {
      self.precision = precision
      self.recall = recall
      self.f1 = f1
    }
  }

  public func scores(_ index: Int) -> Scores {
    Scores(
      precision: ratio(found[index], taken[index]), recall: ratio(found[index], counts[index]),
      f1: ratio(2 * found[index], taken[index] + counts[index]))
  }

  public var accuracy: Double { ratio(found.reduce(0, +), counts.reduce(0, +)) }

  /// The mean recall of the classes that have examples; of k of them, always the same answer gives 1 / k.
  public var balancedAccuracy: Double {
    let present = classes.indices.filter { counts[$0] > 0 }
    return present.reduce(0) { $0 + scores($1).recall } / Double(max(present.count, 1))
  }

  /// The mean over the classes that occur, among the examples or the answers.
  public var macro: Scores { mean { counts[$0] + taken[$0] > 0 ? 1 : 0 } }

  /// The mean over the classes, each weighing as much as it has examples.
  public var weighted: Scores { mean { Double(counts[$0]) } }

  private func mean(_ weight: (Int) -> Double) -> Scores {
    var sum = Scores()
    var total = 0.0
    for index in classes.indices {
      let (scores, weight) = (scores(index), weight(index))
      sum.precision += weight * scores.precision
      sum.recall += weight * scores.recall
      sum.f1 += weight * scores.f1
      total += weight
    }
    guard total > 0 else { return Scores() }
    return Scores(precision: sum.precision / total, recall: sum.recall / total, f1: sum.f1 / total)
  }

  private func ratio(_ part: Int, _ whole: Int) -> Double {
    whole == 0 ? 0 : Double(part) / Double(whole)
  }
}
