public import Tensors

/// A trained matrix `(rows, columns)`, dense or truly sparse; layers are written once over both.
///
/// Of a sparse matrix only the connections exist: as weights, as gradients and as optimizer state.
/// It consists of `blocks` equal blocks of rows (the four gates of an LSTM), which are initialised
/// and evolve each by itself. The transposed structure is kept beside it where it is needed, so that
/// products with the transpose walk memory in order too; `prepareTransposed` brings it up to date.
public final class WeightMatrix {
  public let rows: Int
  public let columns: Int
  public let blocks: Int
  public internal(set) var role = Role.input
  /// Rows are words, of which a batch looks up some: the others have no gradient in it.
  public var looksUpRows: Bool { role == .lookup }

  /// What a matrix is for.
  public enum Role: Sendable {
    /// Its rows are the vectors of words.
    case lookup
    /// It multiplies what a layer is given.
    case input
    /// It multiplies the layer's own states of the step before.
    case recurrent
  }

  /// The dense values row by row, or the connections' values in the order of the structure.
  public let parameter: Parameter
  public private(set) var structure: Structure?

  /// Where the connections are, by rows and by columns.
  public final class Structure {
    public let rowStarts: Storage<Int32>
    public let columnIndices: Storage<Int32>
    /// By columns: the connections of column j are at `columnStarts[j]..<columnStarts[j + 1]`; one
    /// entry more than those is left over from sorting.
    let columnStarts = Storage<Int32>()
    let rowIndices = Storage<Int32>()
    /// For each connection in column order, its position in row order.
    let positions = Storage<Int32>()
    let transposedValues = Storage<Float>()
    /// Whether the arrays by columns are there: not all products need them.
    private var isTransposed = false

    init(_ matrix: SparseMatrix) {
      rowStarts = Storage(matrix.rowStarts)
      columnIndices = Storage(matrix.columnIndices)
    }

    /// The same connections; those by columns are sorted when they are needed.
    init(copying other: Structure) {
      rowStarts = Storage(copying: other.rowStarts)
      columnIndices = Storage(copying: other.columnIndices)
    }

    /// Takes over the connections of `matrix`, in the memory of the present ones as far as it goes.
    /// Cost: the number of connections, rows and columns.
    func set(_ matrix: SparseMatrix, threads: Int) {
      rowStarts.set(matrix.rowStarts, threads: threads)
      columnIndices.set(matrix.columnIndices, threads: threads)
      isTransposed = false
    }

    /// Sorts the connections by column, once: counts them, then walks the rows and puts each at the next
    /// place of its column.
    func transpose(rows: Int, columns: Int) {
      guard !isTransposed else { return }
      isTransposed = true
      columnStarts.resize(to: columns + 2)
      rowIndices.resize(to: columnIndices.count)
      positions.resize(to: columnIndices.count)
      transposedValues.resize(to: columnIndices.count)
      let (starts, indices) = (rowStarts.pointer, columnIndices.pointer)
      let (rowIndices, positions) = (rowIndices.pointer, positions.pointer)
      // Counted one further on, an entry is first where its column's next connection goes, and at
      // last where the column after it begins.
      let next = columnStarts.pointer
      next.update(repeating: 0, count: columns + 2)
      for position in 0..<columnIndices.count { next[Int(indices[position]) + 2] += 1 }
      for column in 0..<columns { next[column + 1] += next[column] }
      for row in 0..<rows {
        for position in Int(starts[row])..<Int(starts[row + 1]) {
          let column = Int(indices[position]) + 1
          let target = Int(next[column])
          next[column] += 1
          rowIndices[target] = Int32(truncatingIfNeeded: row)
          positions[target] = Int32(truncatingIfNeeded: position)
        }
      }
    }
  }

  /// A dense matrix; `values` row by row.
  public init(name: String, rows: Int, columns: Int, blocks: Int = 1, dense values: [Float]) {
    precondition(values.count == rows * columns, "A dense matrix holds rows × columns values.")
    self.rows = rows
    self.columns = columns
    self.blocks = blocks
    parameter = Parameter(name: name, values: values)
  }

  public init(name: String, blocks: Int = 1, sparse matrix: SparseMatrix) {
    rows = matrix.rows
    columns = matrix.columns
    self.blocks = blocks
    parameter = Parameter(name: name, values: matrix.values)
    structure = Structure(matrix)
  }

  /// The same weights and connections, in memory of their own.
  func copied() -> WeightMatrix {
    let copy = WeightMatrix(
      rows: rows, columns: columns, blocks: blocks, parameter: parameter.copied(),
      structure: structure.map { Structure(copying: $0) })
    copy.role = role
    return copy
  }

  private init(
    rows: Int, columns: Int, blocks: Int, parameter: Parameter, structure: Structure?
  ) {
    self.rows = rows
    self.columns = columns
    self.blocks = blocks
    self.parameter = parameter
    self.structure = structure
  }

  public var isSparse: Bool { structure != nil }

  /// How many weights exist.
  public var count: Int { parameter.count }

  /// The share of connections that exist.
  public var density: Double {
    let places = Double(rows) * Double(columns)
    return places == 0 ? 0 : Double(count) / places
  }

  /// What the indices take, in bytes; told apart from the parameters.
  public var indexBytes: Int {
    guard let structure else { return 0 }
    return 4 * (structure.rowStarts.count + structure.columnIndices.count)
  }

  /// The columns and weights of the connections of a row that lies within the matrix.
  public func entries(ofRow row: Int) -> [(column: Int, value: Float)] {
    guard let structure else {
      return (0..<columns).map { ($0, parameter.values.pointer[row * columns + $0]) }
    }
    return (Int(structure.rowStarts.pointer[row])..<Int(structure.rowStarts.pointer[row + 1])).map {
      (Int(structure.columnIndices.pointer[$0]), parameter.values.pointer[$0])
    }
  }

  /// A copy as a sparse matrix; nil when dense.
  public var sparseMatrix: SparseMatrix? { sparseMatrix(threads: 1) }

  /// The same, copied on several threads.
  public func sparseMatrix(threads: Int) -> SparseMatrix? {
    guard let structure else { return nil }
    return SparseMatrix(
      rows: rows, columns: columns, rowStarts: structure.rowStarts.elements(threads: threads),
      columnIndices: structure.columnIndices.elements(threads: threads),
      values: parameter.values.elements(threads: threads))
  }

  /// Puts `matrix` in the place of the present connections.
  ///
  /// What trainings keep of each connection moves along by `origins`, the present position of each new
  /// one, and is 0 where that is −1; without `origins` it is forgotten.
  public func replace(with matrix: SparseMatrix, origins: [Int32]? = nil, threads: Int = 1) {
    precondition(
      matrix.rows == rows && matrix.columns == columns && isSparse,
      "A sparse matrix is replaced by one of its size.")
    structure?.set(matrix, threads: threads)
    parameter.replace(values: matrix.values, origins: origins, threads: threads)
  }

  /// Puts the values of `matrix`, which has the same size, kind and blocks, in the place of these.
  public func restore(from matrix: WeightMatrix) {
    if let other = matrix.sparseMatrix, isSparse {
      replace(with: other)
    } else {
      parameter.values.array = matrix.parameter.values.array
    }
  }
}
