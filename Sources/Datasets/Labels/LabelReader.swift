internal import Characters

/// Reads the labels of a set one after the other, and numbers the classes once all are read.
///
/// White space around a label is left out. Labels that are empty belong to no class: they are counted,
/// and told of at the end.
public struct LabelReader: TargetReading {
  private var numbers: [ExactText: Int] = [:]
  /// The labels that differ, as they were met.
  private var names: [String] = []
  /// Of each example.
  private var labels: [Int] = []
  private var empty: (count: Int, first: String)?
  /// What the set is to be like: its classes alone may occur, and their order is kept.
  private let like: Likeness?

  /// The most classes that a column of labels may hold; a column of texts or ids holds more.
  static let mostClasses = 1000

  /// Throws where `like` has no classes.
  public init(like: Likeness? = nil) throws {
    self.like = like
    guard let like else { return }
    guard !like.classes.isEmpty else {
      throw DataError(
        .badOption, "\(like.owner) knows no classes: its targets are numbers",
        help: "name the column of the numbers:  target: \"…\"")
    }
    for name in like.classes {
      numbers[ExactText(name)] = names.count
      names.append(name)
    }
  }

  /// Reads the label of the next example; `place` says where it stands.
  public mutating func read(_ bytes: [UInt8], place: @autoclosure () -> String) throws {
    guard let text = String(validating: bytes, as: UTF8.self)?.trimmed else {
      throw DataError(.notText, "the label in \(place()) is not UTF-8")
    }
    guard !text.isEmpty else {
      empty = empty.map { ($0.count + 1, $0.first) } ?? (1, place())
      return
    }
    labels.append(try number(of: text, place()))
  }

  private mutating func number(of label: String, _ place: @autoclosure () -> String) throws -> Int {
    if let number = numbers[ExactText(label)] { return number }
    if let like {
      throw DataError(
        .badLabels, "\(like.owner) knows no class \(label.inMessage)",
        notes: [
          "it is the label in \(place())",
          "known are " + names.prefix(20).map(\.inMessage).joined(separator: ", "),
        ],
        help: "leave these examples out, or give them one of the classes")
    }
    guard names.count < Self.mostClasses else {
      throw DataError(
        .badLabels, "there are more than \(Self.mostClasses) different labels",
        notes: ["the last is \(label.inMessage), in \(place())"],
        help: "is it the column of the labels?  numbers to come near are named by  target:")
    }
    numbers[ExactText(label)] = names.count
    names.append(label)
    return names.count - 1
  }

  /// The class of each example, in the order of classes. Throws where labels are empty.
  public func targets() throws -> Targets {
    if let empty {
      throw DataError(
        .badLabels,
        empty.count == 1 ? "a label is empty" : "\(empty.count) labels are empty",
        notes: ["the \(empty.count == 1 ? "place" : "first") is \(empty.first)"],
        help: "a missing label is no class: leave these examples out, or label them")
    }
    guard like == nil else { return .classes(labels, names: names) }
    let classes = ClassOrder.classes(of: names)
    var places = [Int](repeating: 0, count: names.count)
    for (place, name) in classes.enumerated() {
      if let number = numbers[ExactText(name)] { places[number] = place }
    }
    return .classes(labels.map { places[$0] }, names: classes)
  }
}
