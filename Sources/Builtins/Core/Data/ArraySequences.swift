internal import Datasets
internal import Evaluation
internal import Syntax
internal import Tensors

extension Value {
  /// The path that this is of a file of NumPy's arrays; nil where it is something else.
  var arrayFile: FilePath? {
    guard let path = FilePath.convert(self), path.place.hasSuffix(".npz") else { return nil }
    return path
  }
}

/// The arrays of a file of NumPy as tensors, by their names.
func tensors(in path: FilePath, _ context: CallContext) throws -> [(name: String, tensor: Tensor)] {
  try bridged {
    try NumPyArray.all(in: path.place, check: fileCheck(context)).map {
      ($0.name, Tensor(shape: $0.array.shape, values: $0.array.values))
    }
  }
}

/// Sequences and targets that are arrays of a file; a split of 80/20 unless there is one to test on.
func sequencesOfArrays(
  _ path: FilePath, sequence: String, _ choice: TableChoice, test: Value?, seed: Int,
  _ context: CallContext
) throws -> Dataset<SequenceExamples> {
  let reader = ArraySequences(sequence: sequence, choice: choice, context: context)
  var (steps, targets) = try reader.arrays(of: path)
  let count = steps.shape[0]
  guard let test else {
    let whole = try reader.examples(steps, targets)
    var random = RandomSource(seed: UInt64(bitPattern: Int64(seed)))
    return Dataset(name: "sequences", whole: whole, share: 0.8, using: &random)
  }
  guard let tested = test.arrayFile else {
    throw NativeError(
      "S0302", "`test` must be an .npz file as `source` is", label: "this is \(test.kindPhrase)",
      argument: "test")
  }
  let (others, wanted) = try reader.arrays(of: tested)
  guard steps.shape[1...] == others.shape[1...], targets.shape[1...] == wanted.shape[1...] else {
    throw NativeError(
      "S0203", "the arrays of the two files differ in shape",
      label: "here they are \(others.name) and \(wanted.name)",
      notes: ["to train on they are \(steps.name) and \(targets.name)"], argument: "test")
  }
  func joined(_ first: Tensor, _ second: Tensor) -> Tensor {
    Tensor(
      shape: [first.shape[0] + second.shape[0]] + first.shape[1...],
      values: first.values + second.values)
  }
  (steps, targets) = (joined(steps, others), joined(targets, wanted))
  let whole = try reader.examples(steps, targets)
  return Dataset(
    name: "sequences", train: whole.piece(Array(0..<count)),
    test: whole.piece(Array(count..<whole.count)))
}

/// Which arrays are sequences, and which their targets.
private struct ArraySequences {
  let sequence: String
  let choice: TableChoice
  let context: CallContext

  /// Sequences (count, steps, features) and targets (count) or (count, width).
  func arrays(of path: FilePath) throws -> (Tensor, Tensor) {
    let all = try tensors(in: path, context)
    func array(_ name: String, _ argument: String) throws -> Tensor {
      guard let found = all.first(where: { $0.name == name }) else {
        throw NativeError(
          "S0402", "`\(path.place)` has no array \(name.clipped.quoted)",
          notes: ["it has " + all.prefix(20).map(\.name.clipped.quoted).joined(separator: ", ")],
          argument: argument)
      }
      return found.tensor
    }
    var steps = try array(sequence, "sequence")
    if steps.rank == 2 { steps = Tensor(shape: steps.shape + [1], values: steps.values) }
    guard steps.rank == 3, steps.count > 0 else {
      throw NativeError(
        "S0203", "the array \(sequence.clipped.quoted) is \(steps.name)",
        help: "sequences are (count, steps, features)", argument: "sequence")
    }
    let argument = choice.isLabel ? "label" : "target"
    let targets = try array(choice.target, argument)
    guard targets.rank == 1 || targets.rank == 2 && !choice.isLabel, targets.count > 0,
      targets.shape[0] == steps.shape[0]
    else {
      throw NativeError(
        "S0203", "the array \(choice.target.clipped.quoted) is \(targets.name)",
        help: "it holds a target for each of the \(steps.shape[0]) sequences", argument: argument)
    }
    return (steps, targets)
  }

  func examples(_ steps: Tensor, _ targets: Tensor) throws -> SequenceExamples {
    let numbers = ExampleNumbers(context: context)
    let labels =
      choice.isLabel
      ? Value.list(targets.values.map { .string(Value.number(Double($0)).text) })
      : Value.object(TensorObject(targets))
    let inputs = try numbers.inputs(.object(TensorObject(steps)), sequence)
    guard
      let examples = inputs.examples(try numbers.targets(labels, of: inputs)) as? SequenceExamples
    else { throw NativeError("S0203", "the arrays are no sequences", argument: "source") }
    return examples
  }
}
