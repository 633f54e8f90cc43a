internal import Glibc
internal import Tensors

/// Makes `count` noisy signals of 20 to 40 steps, the same for the same seed; 80 % to train on.
///
/// A signal is where a hand is at each step, two numbers; its class is the movement: a circle, a slow swing
/// or a fast shake along a line, a drift from one side to the other. Directions, sizes, speeds and where a
/// movement begins are drawn, so that no step by itself tells which it is.
///
/// `checkStop` is called for each, and throws to end the making.
public func toySignals(
  count: Int, seed: UInt64, checkStop: () throws -> Void = {}
) throws -> Dataset<SequenceExamples> {
  guard count >= 10 else {
    throw DataError(
      .badOption, "toy_signals makes at least 10 signals, not \(count)",
      help: "each movement needs examples to train and to test on")
  }
  let source = RandomSource(seed: seed)
  var random = source.stream(0x5167)
  var inputs: [Float] = []
  var starts = [0]
  for number in 0..<count {
    try checkStop()
    // In turn, so that classes are equally large.
    let movement = Movement.allCases[number % Movement.allCases.count]
    movement.addSignal(to: &inputs, using: &random)
    starts.append(inputs.count / 2)
  }
  let whole = SequenceExamples(
    features: 2, inputs: inputs, starts: starts,
    targets: .classes(
      (0..<count).map { $0 % Movement.allCases.count }, names: Movement.allCases.map(\.rawValue)))
  var split = source.stream(1)
  return Dataset(name: "toy_signals", whole: whole, share: 0.8, using: &split)
}

/// What the hand does; in the order of classes.
private enum Movement: String, CaseIterable {
  case circle, drift, shake, swing

  /// Adds the places of a movement whose choices are drawn, with noise of deviation 0.2.
  func addSignal(to numbers: inout [Float], using random: inout RandomSource) {
    func draw(_ low: Double, _ high: Double) -> Double { low + (high - low) * random.uniform() }
    let steps = 20 + random.below(21)
    let size = draw(0.7, 1.3)
    let direction = draw(0, 2 * .pi)
    let start = draw(0, 2 * .pi)
    let speed = self == .shake ? draw(1.2, 1.6) : draw(0.25, 0.45)
    for step in 0..<steps {
      let angle = start + speed * Double(step)
      let place: (x: Double, y: Double)
      switch self {
      case .circle: place = (cos(angle), direction < .pi ? sin(angle) : -sin(angle))
      case .swing, .shake:
        place = (sin(angle) * cos(direction), sin(angle) * sin(direction))
      case .drift:
        let way = 2 * Double(step) / Double(steps - 1) - 1
        place = (way * cos(direction), way * sin(direction))
      }
      numbers.append(Float(size * place.x + 0.2 * random.normal()))
      numbers.append(Float(size * place.y + 0.2 * random.normal()))
    }
  }
}
