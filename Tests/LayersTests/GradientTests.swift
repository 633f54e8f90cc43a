import Layers
import Tensors
import Testing

/// Every gradient of every layer against the slope of the loss itself.
@Suite struct GradientTests {
  @Test(arguments: TestCase.all)
  func gradientsEqualSlopes(_ test: TestCase) throws {
    let model = try test.model()
    let pass = model.makeNetworkPass()
    let gradients = test.evaluate(model, with: pass).gradients
    #expect(gradients.count == model.parameters.count)
    // Central differences of a loss known to about 1e-7: a step of 5e-3 leaves errors near 1e-4.
    let step: Float = 5e-3
    for (index, parameter) in model.parameters.enumerated() {
      for n in 0..<parameter.count {
        let value = parameter.values.pointer[n]
        parameter.values.pointer[n] = value + step
        let above = test.evaluate(model, with: pass, computesGradients: false).loss
        parameter.values.pointer[n] = value - step
        let below = test.evaluate(model, with: pass, computesGradients: false).loss
        parameter.values.pointer[n] = value
        let slope = (above - below) / Double(2 * step)
        let found = Double(gradients[index][n])
        #expect(
          abs(found - slope) <= 1e-3 + 0.01 * abs(slope),
          "\(parameter.name)[\(n)]: gradient \(found), slope \(slope)")
      }
    }
  }

  /// Those of numbers that a model is given.
  @Test(arguments: TestCase.all)
  func gradientsOfInputsEqualSlopes(_ test: TestCase) throws {
    if case .words = test.input { return }
    let model = try test.model()
    let (buffer, gradient) = test.inputGradient(model)
    let values = buffer.array
    #expect(gradient.contains { abs($0) > 1e-3 })
    let step: Float = 5e-3
    for n in values.indices where values[n] != 0 {
      func loss(_ change: Float) -> Double {
        var moved = test
        moved.nudge = (n, change)
        return moved.evaluate(model, computesGradients: false).loss
      }
      let slope = (loss(step) - loss(-step)) / Double(2 * step)
      #expect(
        abs(Double(gradient[n]) - slope) <= 1e-3 + 0.01 * abs(slope),
        "input \(n): gradient \(gradient[n]), slope \(slope)")
    }
  }

  /// A gradient test that only sees zeros would pass whatever the code does.
  @Test(arguments: TestCase.all)
  func gradientsAreNotAllZero(_ test: TestCase) throws {
    let model = try test.model()
    for (part, parameter) in zip(test.evaluate(model).gradients, model.parameters) {
      #expect(part.contains { abs($0) > 1e-4 }, "\(parameter.name)")
    }
  }

  @Test(arguments: TestCase.all)
  func aPassUsedAgainGivesTheSameBits(_ test: TestCase) throws {
    let model = try test.model()
    let pass = model.makeNetworkPass()
    let first = test.evaluate(model, with: pass)
    _ = test.evaluate(model, with: pass, isTraining: false, computesGradients: false)
    let second = test.evaluate(model, with: pass)
    #expect(first.loss == second.loss)
    #expect(first.gradients == second.gradients)
  }
}
