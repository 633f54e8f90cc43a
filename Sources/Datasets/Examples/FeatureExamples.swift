/// Examples that are vectors of numbers, with a class or numbers as target.
public struct FeatureExamples: Examples {
  /// The numbers of an example.
  public let features: Int
  /// The inputs' names; empty where nobody named them.
  public let names: [String]
  /// How they were made of a table; nil where they come from elsewhere.
  public let encoding: TableEncoding?
  /// (count of the whole × features), row by row.
  private let inputs: [Float]
  public let targets: Targets
  public let places: [Int]

  /// A whole: `inputs` are (count × features), row by row.
  public init(
    features: Int, inputs: [Float], targets: Targets, names: [String] = [],
    encoding: TableEncoding? = nil
  ) {
    let count = features == 0 ? 0 : inputs.count / features
    self.init(
      features: features, inputs: inputs, targets: targets, places: Array(0..<count), names: names,
      encoding: encoding)
  }

  private init(
    features: Int, inputs: [Float], targets: Targets, places: [Int], names: [String],
    encoding: TableEncoding?
  ) {
    self.features = features
    self.inputs = inputs
    self.targets = targets
    self.places = places
    self.names = names
    self.encoding = encoding
  }

  public func piece(_ places: [Int]) -> FeatureExamples {
    FeatureExamples(
      features: features, inputs: inputs, targets: targets, places: places, names: names,
      encoding: encoding)
  }

  /// (features): the numbers of example `index`.
  public func inputs(at index: Int) -> ArraySlice<Float> {
    inputs[places[index] * features..<(places[index] + 1) * features]
  }
}
