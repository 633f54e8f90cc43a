public import Tensors

/// A parameter of a layer that a program wrote: a number, a vector, or a matrix, dense or sparse.
public struct OwnParameter {
  public let name: String
  /// Of a number empty.
  public let shape: [Int]
  public let isSparse: Bool
  /// The numbers; nil of one that is to be read from a file.
  public private(set) var parameter: Parameter?
  /// Of a matrix.
  public private(set) var matrix: WeightMatrix?

  /// A number or a vector.
  public init(name: String, shape: [Int], values: [Float]) {
    self.init(name: name, shape: shape, isSparse: false)
    if shape.count == 2 {
      matrix = WeightMatrix(name: name, rows: shape[0], columns: shape[1], dense: values)
      parameter = matrix?.parameter
    } else {
      parameter = Parameter(name: name, values: values)
    }
  }

  public init(name: String, sparse weights: SparseMatrix) {
    self.init(name: name, shape: [weights.rows, weights.columns], isSparse: true)
    matrix = WeightMatrix(name: name, sparse: weights)
    parameter = matrix?.parameter
  }

  private init(name: String, shape: [Int], isSparse: Bool) {
    self.name = name
    self.shape = shape
    self.isSparse = isSparse
  }

  /// The same values in memory of their own.
  func copied() -> OwnParameter {
    var copy = self
    copy.matrix = matrix?.copied()
    copy.parameter = copy.matrix?.parameter ?? parameter?.copied()
    return copy
  }

  /// Asks `source` for the numbers, where there are none yet.
  mutating func take(from source: inout some WeightSource) throws {
    guard parameter == nil else { return }
    if shape.count == 2 {
      matrix = try source.matrix(
        name, rows: shape[0], columns: shape[1], connectivity: isSparse ? .density(0) : .dense)
      parameter = matrix?.parameter
    } else {
      parameter = try source.vector(name, count: shape.first ?? 1)
    }
  }

  /// Whether a text is a name that files can know a parameter or a layer by: letters, digits and _.
  public static func isName(_ text: String) -> Bool {
    (1...100).contains(text.unicodeScalars.count)
      && text.unicodeScalars.allSatisfy {
        $0 == "_" || $0.properties.isAlphabetic || ("0"..."9").contains($0)
      }
  }

  // MARK: Files

  private enum Kind {
    static let number = "number"
    static let vector = "vector"
    static let matrix = "matrix"
    static let sparse = "sparse"
  }

  /// As a file tells of it.
  var description: LayerDescription {
    var choices = LayerChoices()
    choices.add("name", .word(name))
    if let rows = shape.first { choices.add("rows", rows) }
    if shape.count == 2 { choices.add("columns", shape[1]) }
    let kind =
      switch shape.count {
      case 0: Kind.number
      case 1: Kind.vector
      default: isSparse ? Kind.sparse : Kind.matrix
      }
    return LayerDescription(kind: kind, choices: choices)
  }

  /// Those that a file tells of, without their numbers. Throws `Unreadable`.
  static func declared(in choices: LayerChoices) throws -> [OwnParameter] {
    guard case .layers(let descriptions) = choices["parameters"] else {
      throw LayerChoices.Unreadable(name: "parameters")
    }
    return try descriptions.map { description in
      guard case .word(let name) = description.choices["name"], isName(name) else {
        throw LayerChoices.Unreadable(name: "parameters")
      }
      let shape: [Int]
      switch description.kind {
      case Kind.number: shape = []
      case Kind.vector: shape = [try description.choices.size("rows")]
      case Kind.matrix, Kind.sparse:
        shape = [try description.choices.size("rows"), try description.choices.size("columns")]
      default: throw LayerChoices.Unreadable(name: "parameters")
      }
      return OwnParameter(name: name, shape: shape, isSparse: description.kind == Kind.sparse)
    }
  }
}
