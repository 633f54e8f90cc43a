import Foundation
import Testing
import Training

/// Each schedule against PyTorch's formulas, written plainly.
@Suite struct ScheduleTests {
  private func rates(
    _ schedule: any RateSchedule, epochs: Int, stepsPerEpoch: Int, losses: [Double] = [],
    of rate: Double = 0.4
  ) -> [Double] {
    (0..<epochs * stepsPerEpoch).map { step in
      let epoch = step / stepsPerEpoch
      let known = losses.prefix(epoch).enumerated().map {
        Evaluations.Entry(
          epoch: $0.offset + 1, step: ($0.offset + 1) * stepsPerEpoch, loss: $0.element,
          accuracy: nil)
      }
      return schedule.rate(
        rate, at: SchedulePlace(step: step, steps: epochs * stepsPerEpoch, epoch: epoch),
        after: Evaluations(known))
    }
  }

  private func expectNear(_ found: [Double], _ expected: [Double]) {
    #expect(found.count == expected.count)
    for (one, other) in zip(found, expected) {
      #expect(abs(one - other) <= 1e-12 * max(abs(other), 1), "\(found) \(expected)")
    }
  }

  @Test func stepDecayGoesByEpochs() {
    expectNear(
      rates(StepDecay(every: 2, factor: 0.5), epochs: 5, stepsPerEpoch: 2),
      [0.4, 0.4, 0.4, 0.4, 0.2, 0.2, 0.2, 0.2, 0.1, 0.1])
  }

  @Test func cosineGoesFromTheRateToItsShare() {
    let expected = (0..<12).map { step -> Double in
      let cosine: Double = cos(Double.pi * Double(step) / 12)
      return 0.04 + 0.36 * (1 + cosine) / 2
    }
    expectNear(rates(CosineSchedule(final: 0.1), epochs: 3, stepsPerEpoch: 4), expected)
    #expect(rates(CosineSchedule(), epochs: 1, stepsPerEpoch: 1) == [0.4])
  }

  @Test func oneCycleRisesAndFallsAsInPyTorch() {
    // OneCycleLR(max_lr=0.4, total_steps=20): phases end at steps 0.3 · 20 − 1 = 5 and 19.
    let (start, end) = (0.4 / 25, 0.4 / 25 / 1e4)
    func between(_ a: Double, _ b: Double, _ share: Double) -> Double {
      let cosine: Double = cos(Double.pi * share)
      return b + (a - b) / 2 * (1 + cosine)
    }
    let expected = (0..<20).map { step -> Double in
      step <= 5
        ? between(start, 0.4, Double(step) / 5) : between(0.4, end, Double(step - 5) / 14)
    }
    expectNear(rates(OneCycle(), epochs: 4, stepsPerEpoch: 5), expected)
    // Too short to rise.
    #expect(rates(OneCycle(), epochs: 1, stepsPerEpoch: 1) == [0.4])
    expectNear(rates(OneCycle(), epochs: 1, stepsPerEpoch: 3), [0.4, between(0.4, end, 0.5), end])
  }

  @Test func warmUpGrowsAndHandsOver() {
    let alone = rates(WarmUp(steps: 4), epochs: 3, stepsPerEpoch: 2)
    expectNear(alone, [0.1, 0.2, 0.3, 0.4, 0.4, 0.4])
    // The other schedule begins where the warm-up ends, and epochs count on.
    let cosines = (0..<4).map { step -> Double in
      let cosine: Double = cos(Double.pi * Double(step) / 4)
      return 0.4 * (1 + cosine) / 2
    }
    expectNear(
      rates(WarmUp(steps: 2, then: CosineSchedule()), epochs: 3, stepsPerEpoch: 2),
      [0.2, 0.4] + cosines)
    expectNear(
      rates(WarmUp(steps: 2, then: RateList([1, 2, 3])), epochs: 3, stepsPerEpoch: 2),
      [0.2, 0.4, 2, 2, 3, 3])
    #expect(WarmUp(steps: 3, then: Plateau()).needsEvaluations)
  }

  @Test func plateauWaitsForLossesThatAreNoBetter() {
    // Best 1, then 0.5; 0.49996 is not lower by a ten-thousandth. With patience 1 the second that is no
    // better counts, and counting begins again.
    let losses = [1, 0.5, 0.49996, 0.6, 0.6, .nan, 0.4]
    expectNear(
      rates(Plateau(factor: 0.5, patience: 1), epochs: 8, stepsPerEpoch: 1, losses: losses),
      [0.4, 0.4, 0.4, 0.4, 0.2, 0.2, 0.1, 0.1])
  }

  @Test func aListHasARateForEachEpoch() {
    #expect(
      rates(RateList([0.3, 0.1]), epochs: 3, stepsPerEpoch: 2) == [0.3, 0.3, 0.1, 0.1, 0.1, 0.1])
  }

  @Test(arguments: allSchedules.indices)
  func ratesStayBetweenNothingAndTheirOwn(_ index: Int) {
    for (epochs, steps) in [(1, 1), (1, 7), (3, 5), (20, 1)] {
      let found = rates(
        allSchedules[index], epochs: epochs, stepsPerEpoch: steps,
        losses: [Double](repeating: 1, count: epochs))
      #expect(found.allSatisfy { $0 >= 0 && $0 <= 0.4 + 1e-12 })
    }
  }

  @Test func patienceEndsAfterEvaluationsThatAreNoBetter() {
    func verdict(
      _ patience: Patience, _ losses: [Double], _ accuracies: [Double?]? = nil,
      by monitor: Monitor? = nil
    ) -> (Int?, Bool) {
      let entries = losses.enumerated().map {
        Evaluations.Entry(
          epoch: $0.offset + 1, step: 0, loss: $0.element,
          accuracy: accuracies?[$0.offset])
      }
      let (best, isOver) = patience.verdict(on: Evaluations(entries), by: monitor)
      return (best?.epoch, isOver)
    }
    #expect(verdict(Patience(2), []) == (nil, false))
    #expect(verdict(Patience(2), [1, 1, 2]) == (1, true))
    #expect(verdict(Patience(2), [1, 1.1, 0.9, 1]) == (3, false))
    #expect(verdict(Patience(2, leastGain: 0.2), [1, 0.9, 0.85]) == (1, true))
    #expect(verdict(Patience(1), [1, 0.5], [0.9, 0.8]) == (1, true))
    #expect(verdict(Patience(1), [1, 0.5], [0.9, 0.8], by: .loss) == (2, false))
    #expect(verdict(Patience(1), [.nan, 0.5]) == (2, false))
    #expect(verdict(Patience(1), [0.5, .nan]) == (1, true))
  }
}
