/// Where a kernel reads and writes 32-bit floats.
public typealias Floats = UnsafeMutablePointer<Float>
/// Row starts and column indices of a compressed matrix.
public typealias Indices = UnsafePointer<Int32>

/// A compressed sparse matrix as the kernels see it: three arrays, rows in order.
public struct SparseRows {
  public var rowStarts: Indices
  public var columnIndices: Indices
  public var values: UnsafePointer<Float>

  @inlinable
  public init(rowStarts: Indices, columnIndices: Indices, values: UnsafePointer<Float>) {
    self.rowStarts = rowStarts
    self.columnIndices = columnIndices
    self.values = values
  }
}

/// What a product adds to.
@frozen
public enum SumStart {
  case zero
  /// What stands where the sums go.
  case present
  /// (rows): the same number in each column, such as a bias.
  case each(UnsafePointer<Float>)
}

/// A matrix packed for products with single vectors. Its rows are dealt out to slices of sixteen, those of
/// like length together; a slice's entries lie step by step, sixteen weights side by side, rows that have
/// no more filled up with zeros.
public struct PackedRows {
  public var slices: Int
  /// (slices + 1): where each slice's entries begin.
  public var starts: Indices
  /// (slices, 16): where each row's sum goes.
  public var rows: Indices
  /// (slices, 16): what each row's sum is multiplied with.
  public var scales: UnsafePointer<Float>
  /// (entries)
  public var columns: UnsafePointer<UInt16>
  /// (entries): the weights, in one form or the other.
  public var values: UnsafePointer<Float>
  public var bytes: UnsafePointer<Int8>?

  @inlinable
  public init(
    slices: Int, starts: Indices, rows: Indices, scales: UnsafePointer<Float>,
    columns: UnsafePointer<UInt16>, values: UnsafePointer<Float>, bytes: UnsafePointer<Int8>?
  ) {
    self.slices = slices
    self.starts = starts
    self.rows = rows
    self.scales = scales
    self.columns = columns
    self.values = values
    self.bytes = bytes
  }
}

/// A matrix packed for products with single vectors by processors that pick sixteen numbers out of 32 in
/// one instruction. Sixteen rows, in their order, are a slice, and 32 columns a block; a slice's entries in
/// a block lie step by step, sixteen weights side by side, rows that have no more filled up with zeros.
public struct PackedBlocks {
  public var slices: Int
  public var blocks: Int
  /// (slices, blocks): how many steps each takes.
  public var steps: UnsafePointer<UInt8>
  /// (slices, 16): what each row's sum is multiplied with.
  public var scales: UnsafePointer<Float>
  /// (entries): columns, counted from the block's first.
  public var columns: UnsafePointer<UInt8>
  /// (entries): the weights, in one form or the other.
  public var values: UnsafePointer<Float>
  public var bytes: UnsafePointer<Int8>?

  /// Columns of a block.
  public static let width = 32

  @inlinable
  public init(
    slices: Int, blocks: Int, steps: UnsafePointer<UInt8>, scales: UnsafePointer<Float>,
    columns: UnsafePointer<UInt8>, values: UnsafePointer<Float>, bytes: UnsafePointer<Int8>?
  ) {
    self.slices = slices
    self.blocks = blocks
    self.steps = steps
    self.scales = scales
    self.columns = columns
    self.values = values
    self.bytes = bytes
  }
}

/// Packed sparse vectors: each is a list of places and weights.
public struct PackedLists {
  /// (lists + 1): where each begins.
  public var starts: Indices
  /// (lists): what a list's weights are multiplied with.
  public var scales: UnsafePointer<Float>
  /// (entries): places, which differ within a list.
  public var indices: UnsafePointer<UInt16>
  /// (entries): the weights, in one form or the other.
  public var values: UnsafePointer<Float>
  public var bytes: UnsafePointer<Int8>?

  @inlinable
  public init(
    starts: Indices, scales: UnsafePointer<Float>, indices: UnsafePointer<UInt16>,
    values: UnsafePointer<Float>, bytes: UnsafePointer<Int8>?
  ) {
    self.starts = starts
    self.scales = scales
    self.indices = indices
    self.values = values
    self.bytes = bytes
  }
}

/// The inner loops of training, as functions, so that one source can be compiled for several
/// processors and chosen among at start-up.
///
/// **Panels.** Activations are panels `(features, width)`: a feature's values for all examples of a
/// batch lie side by side, `width` is a multiple of 16 and `active` (a multiple of 16, at most
/// `width`) says how many columns are looked at. So every connection is a few full-width
/// multiply-adds and nothing is gathered. Columns from `active` on are neither read nor written.
/// Where it says so, a width of 2, 4 or 8 will do as well, all of it active.
///
/// **Determinism.** Every sum has one fixed order, whatever the number of threads.
public struct KernelTable: Sendable {
  /// What `setl --version` calls it: `x86-64-v3`.
  public var name: String

  /// y (rows, width) = start + W (rows, columns) · x (columns, width); narrow panels too.
  ///
  /// Cost: connections × active multiply-adds.
  public var sparseProduct:
    @Sendable (
      _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ active: Int,
      _ start: SumStart
    ) -> Void

  /// g[k] += Σ over steps and columns of d[row(k), ·] · x[column(k), ·]: the gradient of the weights
  /// of a sparse product, at its connections only.
  ///
  /// `d` and `x` hold `steps` panels, `dStep` and `xStep` floats apart; `active` holds each step's
  /// number of columns. Cost: connections × Σ active multiply-adds.
  public var sampledProduct:
    @Sendable (
      _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ dStep: Int, _ x: Floats, _ xStep: Int,
      _ width: Int, _ steps: Int, _ active: Indices, _ g: Floats
    ) -> Void

  /// The way back through products of `steps` panels: dx (columns, width) = Wᵀ · d (rows, width) of each step, and
  /// g[k] += Σ over steps and columns of d[row(k), ·] · x[column(k), ·], in one walk over W by columns. The rows of
  /// `byColumns` are the columns of W, and g follows their order.
  ///
  /// `d`, `x` and `dx` lie `dStep`, `xStep` and `dxStep` floats apart from step to step; `active` holds each step's
  /// number of columns. Cost: connections × Σ active, twice.
  public var sequenceBackward:
    @Sendable (
      _ byColumns: SparseRows, _ columns: Int, _ d: Floats, _ dStep: Int, _ x: Floats,
      _ xStep: Int, _ dx: Floats, _ dxStep: Int, _ width: Int, _ steps: Int, _ active: Indices,
      _ g: Floats
    ) -> Void

  /// The way back through the product of one panel: dx (columns, width) = start + Wᵀ · d (rows, width), and parts
  /// (connections, 8) += eight numbers that together are Σ d[row(k), ·] · x[column(k), ·]. The rows of `byColumns`
  /// are the columns of W, and the parts follow their order.
  ///
  /// Cost: connections × active, twice.
  public var stepBackward:
    @Sendable (
      _ byColumns: SparseRows, _ columns: Int, _ d: Floats, _ x: Floats, _ dx: Floats,
      _ width: Int, _ active: Int, _ start: SumStart, _ parts: Floats
    ) -> Void

  /// y (columns, width) += Wᵀ · x (rows, width), by a walk over the rows of W: for an x that no cache holds, and a
  /// y that the first one does.
  ///
  /// Cost: connections × active multiply-adds.
  public var scatteredProduct:
    @Sendable (
      _ matrix: SparseRows, _ rows: Int, _ x: Floats, _ y: Floats, _ width: Int, _ active: Int
    ) -> Void

  /// The way back through a sparse product of a narrow panel, in one walk over the connections:
  /// g[k] = Σ over columns of d[row(k), ·] · x[column(k), ·], and dx[column(k), ·] += W[k] · d[row(k), ·]
  /// where `dx` is given.
  public var narrowBackward:
    @Sendable (
      _ matrix: SparseRows, _ rows: Int, _ d: Floats, _ x: Floats, _ g: Floats, _ dx: Floats?,
      _ width: Int
    ) -> Void

  /// p[row(q)] += v · w[q] for the connections of one column: adds a multiple of a sparse vector,
  /// whose indices differ.
  public var addSparse:
    @Sendable (
      _ indices: Indices, _ values: UnsafePointer<Float>, _ count: Int, _ factor: Float,
      _ p: Floats
    ) -> Void

  /// Returns Σ p[index] · w over the entries of a sparse vector, and adds factor · p[index] to `g`.
  public var dotAndAddSparse:
    @Sendable (
      _ indices: Indices, _ values: UnsafePointer<Float>, _ count: Int, _ factor: Float,
      _ p: UnsafePointer<Float>, _ g: Floats
    ) -> Float

  /// y += W x for one vector x, W packed. Entries that only fill up are added to no row that counts.
  public var packedProduct:
    @Sendable (_ matrix: PackedRows, _ x: UnsafePointer<Float>, _ y: Floats) -> Void

  /// The same by blocks: x has `blocks` × 32 numbers, y `slices` × 16.
  public var blockProduct:
    @Sendable (_ matrix: PackedBlocks, _ x: UnsafePointer<Float>, _ y: Floats) -> Void

  /// Whether a step of `blockProduct` is one pick, and so a sixth of a step of `packedProduct`.
  public var picks: Bool

  /// y += C v, where `columns` are those of C and v is one of `vectors`: for the vectors of words, which
  /// have few entries.
  public var addProjected:
    @Sendable (_ vectors: PackedLists, _ index: Int, _ columns: PackedLists, _ y: Floats) -> Void

  /// z (features, width) = rowsᵀ: column b of the panel becomes `rows[b]`, `features` floats long.
  public var gatherRows:
    @Sendable (
      _ rows: UnsafePointer<Floats>, _ features: Int, _ z: Floats, _ width: Int, _ active: Int
    ) -> Void

  /// rows[b] += column b of the panel z (features, width), or = where `isFirst[b]` is not 0; columns in
  /// ascending order, where two have the same row.
  public var scatterRows:
    @Sendable (
      _ z: Floats, _ rows: UnsafePointer<Floats>, _ isFirst: Indices, _ features: Int,
      _ width: Int, _ active: Int
    ) -> Void

  /// The pointwise half of an LSTM step (see `LSTMCell`): z holds the four gates' sums i, f, g, o,
  /// each (units, width), and their activations afterwards.
  public var lstmGates:
    @Sendable (
      _ z: Floats, _ cPrevious: Floats, _ c: Floats, _ h: Floats, _ units: Int,
      _ width: Int, _ active: Int
    ) -> Void

  /// Its gradient: z holds the activations, h is what the step gave, and dz, which may be z, gets the gradients of
  /// the gates' sums; `dc` holds the gradient that came from the next step, and what goes to the previous one.
  public var lstmGatesBackward:
    @Sendable (
      _ z: Floats, _ cPrevious: Floats, _ h: Floats, _ dz: Floats, _ dh: Floats, _ dc: Floats,
      _ units: Int, _ width: Int, _ active: Int
    ) -> Void

  /// The pointwise half of a step of a gated recurrent unit (see `GRUCell`): z holds the sums of r, z and n, each
  /// (units, width), and their activations afterwards; `ofNew` what n takes of the states, times r.
  public var gruGates:
    @Sendable (
      _ z: Floats, _ ofNew: Floats, _ hPrevious: Floats, _ h: Floats, _ units: Int, _ width: Int,
      _ active: Int
    ) -> Void

  /// Its gradient: z holds the activations, and dz, which may be z, gets the gradients of the sums; u holds in its
  /// third block what n took of the states, and afterwards the gradients of all three products with the states;
  /// `dh` the gradient of h, and of the states before but for those products.
  public var gruGatesBackward:
    @Sendable (
      _ z: Floats, _ u: Floats, _ hPrevious: Floats, _ dz: Floats, _ dh: Floats, _ units: Int,
      _ width: Int, _ active: Int
    ) -> Void

  /// The pointwise half of a level of a recurrent highway network (see `HighwayCell`): z holds the sums of h and
  /// t, each (units, width), and their activations afterwards.
  public var highwayGates:
    @Sendable (
      _ z: Floats, _ sPrevious: Floats, _ s: Floats, _ units: Int, _ width: Int, _ active: Int
    ) -> Void

  /// Its gradient: z holds the activations, and dz, which may be z, gets the gradients of the sums; `ds` the
  /// gradient of s, and of the states before but for the product with them.
  public var highwayGatesBackward:
    @Sendable (
      _ z: Floats, _ sPrevious: Floats, _ dz: Floats, _ ds: Floats, _ units: Int, _ width: Int,
      _ active: Int
    ) -> Void

  /// One step of Adam over `count` weights (Kingma and Ba 2015, arXiv 1412.6980). `scale` multiplies
  /// the gradient first (clipping); `rate` and `epsilon` hold the bias corrections already. The weights are
  /// multiplied with `keep` before the step: 1, or less where they decay by themselves.
  public var adam:
    @Sendable (
      _ w: Floats, _ g: Floats, _ m: Floats, _ v: Floats, _ count: Int, _ scale: Float,
      _ beta1: Float, _ beta2: Float, _ rate: Float, _ epsilon: Float, _ keep: Float
    ) -> Void

  /// One step of gradient descent with momentum: u = momentum · u − rate · g, w += u.
  public var momentum:
    @Sendable (
      _ w: Floats, _ g: Floats, _ u: Floats, _ count: Int, _ scale: Float, _ rate: Float,
      _ momentum: Float
    ) -> Void

  /// The same with decay, or looking ahead (Nesterov): s = −rate · (scale · g + decay · w),
  /// u = keep · u + s, w += ahead · u + direct · s.
  public var descent:
    @Sendable (
      _ w: Floats, _ g: Floats, _ u: Floats, _ count: Int, _ scale: Float, _ decay: Float,
      _ rate: Float, _ keep: Float, _ ahead: Float, _ direct: Float
    ) -> Void

  /// One step of RMSprop: d = scale · g, v = alpha · v + (1 − alpha) · d², s = d / (√v + epsilon); with `u`
  /// u = momentum · u + s in the place of s; w −= rate · s.
  public var rmsprop:
    @Sendable (
      _ w: Floats, _ g: Floats, _ v: Floats, _ u: Floats?, _ count: Int, _ scale: Float,
      _ alpha: Float, _ epsilon: Float, _ rate: Float, _ momentum: Float
    ) -> Void

  /// a = w, or a += (w − a) / (k − 1) from the third step on: k = step − max(birth, start) counts the steps
  /// since averaging began, or since the weight came where `births` tell.
  public var average:
    @Sendable (
      _ w: UnsafePointer<Float>, _ a: Floats, _ births: Indices?, _ count: Int, _ step: Int32,
      _ start: Int32
    ) -> Void

  /// y += factor · x.
  public var addScaled:
    @Sendable (_ x: UnsafePointer<Float>, _ factor: Float, _ y: Floats, _ count: Int) -> Void

  /// Σ x², in an order that depends on `count` alone.
  public var sumOfSquares: @Sendable (_ x: UnsafePointer<Float>, _ count: Int) -> Double

  /// s[r] += Σ over the first `active` columns of row r, of narrow panels too: the gradient of a bias.
  public var addRowSums:
    @Sendable (_ x: Floats, _ rows: Int, _ width: Int, _ active: Int, _ s: Floats) -> Void

  /// Of each of the first `active` columns of y (rows, width): the largest number, the first row that has it,
  /// and Σ exp(y − largest), to about 1e-6; with `powers`, a panel like y, each exp(y − largest) too.
  public var columnPowers:
    @Sendable (
      _ y: Floats, _ rows: Int, _ width: Int, _ active: Int, _ most: Floats,
      _ places: UnsafeMutablePointer<Int32>, _ sums: Floats, _ powers: Floats?
    ) -> Void

  /// Multiplies each of the first `active` columns of x (rows, width) with a factor of its own.
  public var scaleColumns:
    @Sendable (
      _ x: Floats, _ rows: Int, _ width: Int, _ active: Int, _ factors: UnsafePointer<Float>
    ) -> Void

  /// tanh of `count` values, in place, to about 1e-6.
  public var tanh: @Sendable (_ x: Floats, _ count: Int) -> Void

  /// 1 / (1 + exp(−x)) of `count` values, in place, to about 1e-6.
  public var sigmoid: @Sendable (_ x: Floats, _ count: Int) -> Void

  /// `rounds` multiply-adds on each lane of 12 vectors, or half vectors, in registers: what a core can do
  /// at most. `start` holds 192 floats; returns the number of operations.
  public var multiplyAdds: @Sendable (_ rounds: Int, _ halves: Bool, _ start: Floats) -> Int

  public init(
    name: String,
    sparseProduct:
      @escaping @Sendable (SparseRows, Int, Floats, Floats, Int, Int, SumStart) -> Void,
    sampledProduct:
      @escaping @Sendable (SparseRows, Int, Floats, Int, Floats, Int, Int, Int, Indices, Floats) ->
      Void,
    sequenceBackward:
      @escaping @Sendable (
        SparseRows, Int, Floats, Int, Floats, Int, Floats, Int, Int, Int, Indices, Floats
      ) -> Void,
    stepBackward:
      @escaping @Sendable (
        SparseRows, Int, Floats, Floats, Floats, Int, Int, SumStart, Floats
      ) -> Void,
    scatteredProduct: @escaping @Sendable (SparseRows, Int, Floats, Floats, Int, Int) -> Void,
    narrowBackward:
      @escaping @Sendable (SparseRows, Int, Floats, Floats, Floats, Floats?, Int) -> Void,
    addSparse: @escaping @Sendable (Indices, UnsafePointer<Float>, Int, Float, Floats) -> Void,
    dotAndAddSparse:
      @escaping @Sendable (Indices, UnsafePointer<Float>, Int, Float, UnsafePointer<Float>, Floats)
      -> Float,
    packedProduct: @escaping @Sendable (PackedRows, UnsafePointer<Float>, Floats) -> Void,
    blockProduct: @escaping @Sendable (PackedBlocks, UnsafePointer<Float>, Floats) -> Void,
    picks: Bool,
    addProjected: @escaping @Sendable (PackedLists, Int, PackedLists, Floats) -> Void,
    gatherRows: @escaping @Sendable (UnsafePointer<Floats>, Int, Floats, Int, Int) -> Void,
    scatterRows:
      @escaping @Sendable (Floats, UnsafePointer<Floats>, Indices, Int, Int, Int) -> Void,
    lstmGates: @escaping @Sendable (Floats, Floats, Floats, Floats, Int, Int, Int) -> Void,
    lstmGatesBackward:
      @escaping @Sendable (Floats, Floats, Floats, Floats, Floats, Floats, Int, Int, Int) -> Void,
    gruGates: @escaping @Sendable (Floats, Floats, Floats, Floats, Int, Int, Int) -> Void,
    gruGatesBackward:
      @escaping @Sendable (Floats, Floats, Floats, Floats, Floats, Int, Int, Int) -> Void,
    highwayGates: @escaping @Sendable (Floats, Floats, Floats, Int, Int, Int) -> Void,
    highwayGatesBackward:
      @escaping @Sendable (Floats, Floats, Floats, Floats, Int, Int, Int) -> Void,
    adam:
      @escaping @Sendable (
        Floats, Floats, Floats, Floats, Int, Float, Float, Float, Float, Float, Float
      ) -> Void,
    momentum: @escaping @Sendable (Floats, Floats, Floats, Int, Float, Float, Float) -> Void,
    descent:
      @escaping @Sendable (
        Floats, Floats, Floats, Int, Float, Float, Float, Float, Float, Float
      ) -> Void,
    rmsprop:
      @escaping @Sendable (
        Floats, Floats, Floats, Floats?, Int, Float, Float, Float, Float, Float
      ) -> Void,
    average:
      @escaping @Sendable (UnsafePointer<Float>, Floats, Indices?, Int, Int32, Int32) -> Void,
    addScaled: @escaping @Sendable (UnsafePointer<Float>, Float, Floats, Int) -> Void,
    sumOfSquares: @escaping @Sendable (UnsafePointer<Float>, Int) -> Double,
    addRowSums: @escaping @Sendable (Floats, Int, Int, Int, Floats) -> Void,
    columnPowers:
      @escaping @Sendable (
        Floats, Int, Int, Int, Floats, UnsafeMutablePointer<Int32>, Floats, Floats?
      ) -> Void,
    scaleColumns: @escaping @Sendable (Floats, Int, Int, Int, UnsafePointer<Float>) -> Void,
    tanh: @escaping @Sendable (Floats, Int) -> Void,
    sigmoid: @escaping @Sendable (Floats, Int) -> Void,
    multiplyAdds: @escaping @Sendable (Int, Bool, Floats) -> Int
  ) {
    self.name = name
    self.sparseProduct = sparseProduct
    self.sampledProduct = sampledProduct
    self.sequenceBackward = sequenceBackward
    self.stepBackward = stepBackward
    self.scatteredProduct = scatteredProduct
    self.narrowBackward = narrowBackward
    self.addSparse = addSparse
    self.dotAndAddSparse = dotAndAddSparse
    self.packedProduct = packedProduct
    self.blockProduct = blockProduct
    self.picks = picks
    self.addProjected = addProjected
    self.gatherRows = gatherRows
    self.scatterRows = scatterRows
    self.lstmGates = lstmGates
    self.lstmGatesBackward = lstmGatesBackward
    self.gruGates = gruGates
    self.gruGatesBackward = gruGatesBackward
    self.highwayGates = highwayGates
    self.highwayGatesBackward = highwayGatesBackward
    self.adam = adam
    self.momentum = momentum
    self.descent = descent
    self.rmsprop = rmsprop
    self.average = average
    self.addScaled = addScaled
    self.sumOfSquares = sumOfSquares
    self.addRowSums = addRowSums
    self.columnPowers = columnPowers
    self.scaleColumns = scaleColumns
    self.tanh = tanh
    self.sigmoid = sigmoid
    self.multiplyAdds = multiplyAdds
  }
}
