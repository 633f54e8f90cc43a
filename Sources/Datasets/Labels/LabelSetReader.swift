internal import Characters

/// Reads the labels of examples that may have several, or none, and numbers the classes once all are read.
///
/// A label that an example names twice is one that it has.
public struct LabelSetReader {
  /// The classes that were met, by their names.
  private var numbers: [ExactText: Int] = [:]
  private var names: [String] = []
  private var sets: [[Int]] = []

  public init() {}

  /// Reads the labels of the next example; `place` says where they stand.
  public mutating func read(_ labels: [String], place: @autoclosure () -> String) throws {
    sets.append(try labels.map { try number(of: $0.trimmed, place()) })
  }

  private mutating func number(of label: String, _ place: @autoclosure () -> String) throws -> Int {
    guard !label.isEmpty else {
      throw DataError(
        .badLabels, "a label in \(place()) is empty",
        help: "an example that has no label has an empty list:  []")
    }
    if let number = numbers[ExactText(label)] { return number }
    guard names.count < LabelReader.mostClasses else {
      throw DataError(
        .badLabels, "there are more than \(LabelReader.mostClasses) different labels",
        notes: ["the last is \(label.inMessage), in \(place())"])
    }
    numbers[ExactText(label)] = names.count
    names.append(label)
    return names.count - 1
  }

  /// How many numbers the targets are made of.
  public var size: Int { sets.count * names.count }

  /// A row of 0 and 1 each, by the order of classes. Throws where no example has a label.
  public func targets() throws -> Targets {
    guard !names.isEmpty else {
      throw DataError(.badLabels, "no example has a label", help: "there must be one at least")
    }
    let classes = ClassOrder.classes(of: names)
    var places = [Int](repeating: 0, count: names.count)
    for (place, name) in classes.enumerated() {
      if let number = numbers[ExactText(name)] { places[number] = place }
    }
    var rows = [Float](repeating: 0, count: size)
    for (example, labels) in sets.enumerated() {
      for label in labels { rows[example * classes.count + places[label]] = 1 }
    }
    return .sets(rows, names: classes)
  }
}
