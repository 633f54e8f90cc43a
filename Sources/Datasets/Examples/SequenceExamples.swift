/// Examples that are sequences of vectors of numbers, each as long as it is, with a class or numbers as
/// target: measurements, movements, the rows of images.
public struct SequenceExamples: Examples {
  /// The numbers of a step.
  public let features: Int
  /// (steps of the whole × features): the sequences end to end, step by step.
  private let inputs: [Float]
  /// (count of the whole + 1): the step with which each begins.
  private let starts: [Int]
  public let targets: Targets
  public let places: [Int]

  /// A whole: `inputs` are (steps × features), and `starts` say with which step each sequence begins, and
  /// last how many steps there are.
  public init(features: Int, inputs: [Float], starts: [Int], targets: Targets) {
    self.init(
      features: features, inputs: inputs, starts: starts, targets: targets,
      places: Array(0..<max(starts.count - 1, 0)))
  }

  private init(
    features: Int, inputs: [Float], starts: [Int], targets: Targets, places: [Int]
  ) {
    self.features = features
    self.inputs = inputs
    self.starts = starts
    self.targets = targets
    self.places = places
  }

  public func piece(_ places: [Int]) -> SequenceExamples {
    SequenceExamples(
      features: features, inputs: inputs, starts: starts, targets: targets, places: places)
  }

  /// How many steps example `index` has.
  public func steps(at index: Int) -> Int { starts[places[index] + 1] - starts[places[index]] }

  /// (steps × features): the numbers of example `index`, step by step.
  public func inputs(at index: Int) -> ArraySlice<Float> {
    inputs[starts[places[index]] * features..<starts[places[index] + 1] * features]
  }
}
