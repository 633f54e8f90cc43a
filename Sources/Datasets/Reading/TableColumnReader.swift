internal import Characters

/// What a column of a table says of each row: a number, or one of some names.
enum TableColumn {
  case numbers([Double])
  /// By the places of names in the order of classes.
  case names([Int], [String])
}

/// Reads a column of a table cell by cell: all of it are numbers, or none is.
struct TableColumnReader {
  let name: String
  /// Numbers are names too.
  let readsNames: Bool
  private var numbers: [Double] = []
  private var places: [Int] = []
  private var known: [ExactText: Int] = [:]
  private var names: [String] = []
  /// The first cell that is a number, and the first that is none.
  private var firstNumber: String?
  private var firstName: String?

  private static let mostNames = 1000

  init(_ name: String, readsNames: Bool) {
    self.name = name
    self.readsNames = readsNames
  }

  mutating func read(_ bytes: [UInt8], place: () -> String) throws {
    guard let text = String(validating: bytes, as: UTF8.self)?.trimmed else {
      throw DataError(.notText, "`\(name)` in \(place()) is not UTF-8")
    }
    guard !text.isEmpty else {
      throw DataError(
        .badRecord, "`\(name)` in \(place()) is empty",
        help: "leave such rows out, fill them, or leave the column out:  columns: […]")
    }
    if !readsNames, let number = DecimalNumber.value(of: text.utf8) {
      if firstNumber == nil {
        firstNumber = "\(String(text.prefix(40)).inMessage) in \(place())"
      }
      numbers.append(number)
    } else {
      if firstName == nil { firstName = "\(String(text.prefix(40)).inMessage) in \(place())" }
      places.append(try self.place(of: text))
    }
    if let firstNumber, let firstName {
      throw DataError(
        .badRecord, "`\(name)` holds numbers and other texts",
        notes: ["it holds \(firstNumber)", "and \(firstName)"],
        help: "leave such rows out, or read its cells as names:  categories: [\"\(name)\"]")
    }
  }

  private mutating func place(of text: String) throws -> Int {
    if let place = known[ExactText(text)] { return place }
    guard names.count < Self.mostNames else {
      throw DataError(
        .badRecord, "`\(name)` holds more than \(Self.mostNames) different names",
        notes: ["each becomes an input of its own"],
        help: "leave it out:  columns: […]  names those that are read")
    }
    known[ExactText(text)] = names.count
    names.append(text)
    return names.count - 1
  }

  var column: TableColumn {
    guard numbers.isEmpty else { return .numbers(numbers) }
    let classes = ClassOrder.classes(of: names)
    let order = Dictionary(
      classes.enumerated().map { (ExactText($1), $0) }, uniquingKeysWith: { first, _ in first })
    let renumbered = names.map { order[ExactText($0)] ?? 0 }
    return .names(places.map { renumbered[$0] }, classes)
  }

  /// The column as what is wanted of examples.
  var targets: Targets {
    get throws {
      switch column {
      case .numbers(let numbers):
        guard numbers.allSatisfy({ Float($0).isFinite }) else {
          throw DataError(.badLabels, "`\(name)` holds a number that is too large for 32 bits")
        }
        return .values(numbers.map { Float($0) }, outputs: 1)
      case .names(let places, let names):
        guard names.count > 1 else {
          throw DataError(
            .badLabels, "`\(name)` holds one class alone: \(names.first?.inMessage ?? "none")",
            help: "a model learns to tell classes apart: there must be two")
        }
        return .classes(places, names: names)
      }
    }
  }
}
