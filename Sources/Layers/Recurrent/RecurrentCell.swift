internal import KernelTable
internal import Tensors

/// What a recurrent layer computes at a step, for one shard: from its sums, to which the input has given its
/// part, and the states before to the states after, and back.
///
/// All else is the same for every such layer, and stands in `RecurrentPass`.
protocol RecurrentCell: AnyObject {
  var units: Int { get }
  /// Rows of the sums that the input has a part in: a block a gate.
  var sums: Int { get }
  /// A memory goes along beside the states, as c of an LSTM.
  var hasMemory: Bool { get }
  /// The matrices that multiply states.
  var recurrent: [WeightMatrix] { get }
  /// The way back through them, and their gradients; and the gradients of biases beside that of the sums.
  var products: [StateProduct] { get }
  var biasGradients: [GradientPart] { get }

  /// Makes room for what so many steps keep beside sums and states.
  func reserve(places: Int, width: Int)

  func advance(_ step: CellStep)

  /// From the gradients of the states and memory after a step to those before, in place, and the gradients of the
  /// sums. Those of biases are added.
  func goBack(_ step: CellStep, dh: Floats, dc: Floats)

  /// Adds the gradients of the matrices over `count` steps from `step` on, of which `active` tells the columns, where
  /// `goBack` did not.
  func addGradients(_ step: CellStep, count: Int, active: Indices, scratch: Storage<Float>)

  /// Both sides of the gradient of recurrent matrix `number` at a step, panels `(rows, width)` and
  /// `(units, width)`.
  func sides(ofMatrix number: Int, _ step: CellStep) -> (d: Floats, x: Floats)
}

/// Where a step has what it works on.
struct CellStep {
  /// (sums, width), and how far it is to those of the next step.
  var sums: Floats
  var sumsStride: Int
  /// (sums, width), as far apart: the gradients of the sums on the way back.
  var gradients: Floats
  /// (units, width): the states before and after, and how far it is from step to step.
  var state: Floats
  var next: Floats
  var stateStride: Int
  /// (units, width): the memory before and after, where there is one.
  var memory: Floats
  var nextMemory: Floats
  /// The number of the step among those that are kept.
  var place: Int
  var width: Int
  var active: Int
}
