/// Counts what a model answers, batch by batch.
struct ClassTally {
  private var counted: ClassFigures
  private let outputs: Int
  /// Of each example: how much the outputs speak for the second of two classes, and whether it is of it.
  private var margins: [(margin: Double, isSecond: Bool)] = []

  init(classes: [String], outputs: Int) {
    self.outputs = outputs
    let zeros = [Int](repeating: 0, count: classes.count)
    counted = ClassFigures(
      classes: classes, counts: zeros, taken: zeros, found: zeros,
      confusion: classes.count > ClassFigures.mostInTable
        ? [] : [[Int]](repeating: zeros, count: classes.count),
      areaUnderCurve: nil)
  }

  mutating func add(_ labels: [Int], _ answers: Answers) {
    for (label, prediction) in zip(labels, answers.predictions) {
      counted.counts[label] += 1
      counted.taken[prediction] += 1
      if label == prediction { counted.found[label] += 1 }
      if !counted.confusion.isEmpty { counted.confusion[label][prediction] += 1 }
    }
    guard counted.classes.count == 2, answers.outputs.count == labels.count * outputs else {
      return
    }
    for (place, label) in labels.enumerated() {
      let first = Double(answers.outputs[place * outputs])
      let margin = outputs == 1 ? first : Double(answers.outputs[place * outputs + 1]) - first
      margins.append((margin, label == 1))
    }
  }

  /// The figures of all that was added.
  var figures: ClassFigures {
    var figures = counted
    figures.areaUnderCurve = Self.areaUnderCurve(margins)
    return figures
  }

  /// Counts for each example of the second class the examples of the first with a smaller margin, those with
  /// an equal one half. Exact: all counts are whole.
  static func areaUnderCurve(_ margins: [(margin: Double, isSecond: Bool)]) -> Double? {
    guard margins.allSatisfy({ !$0.margin.isNaN }) else { return nil }
    let sorted = margins.sorted { $0.margin < $1.margin }
    let second = sorted.count { $0.isSecond }
    let pairs = Double(second) * Double(sorted.count - second)
    guard pairs > 0 else { return nil }
    var below = 0
    var twice = 0
    var start = 0
    while start < sorted.count {
      var end = start
      var seconds = 0
      while end < sorted.count, sorted[end].margin == sorted[start].margin {
        if sorted[end].isSecond { seconds += 1 }
        end += 1
      }
      let firsts = end - start - seconds
      twice += seconds * (2 * below + firsts)
      below += firsts
      start = end
    }
    return Double(twice) / (2 * pairs)
  }
}
