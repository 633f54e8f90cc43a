internal import Characters

/// The order of classes, which become the numbers that a model knows them by.
///
/// It follows from the labels alone: where all of them are numbers that differ in value, by value, so
/// that `10` stands behind `9`; else by code points. It is the same in every run and on every machine, in
/// whatever order the labels were met.
public enum ClassOrder {
  /// The labels that differ, in the order of classes.
  public static func classes(of labels: some Sequence<String>) -> [String] {
    var seen: Set<ExactText> = []
    let distinct = labels.filter { seen.insert(ExactText($0)).inserted }
    let numbers = distinct.compactMap { DecimalNumber.value(of: $0.utf8) }
    guard numbers.count == distinct.count, Set(numbers).count == numbers.count else {
      return distinct.sorted(by: precedes)
    }
    return zip(distinct, numbers).sorted { $0.1 < $1.1 }.map(\.0)
  }

  /// By code points, of which the order is that of the bytes in UTF-8.
  static func precedes(_ a: String, _ b: String) -> Bool {
    a.utf8.lexicographicallyPrecedes(b.utf8)
  }
}
