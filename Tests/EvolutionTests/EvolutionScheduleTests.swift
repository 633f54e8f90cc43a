import Evolution
import Testing

@Suite struct EvolutionScheduleTests {
  private func moments(epochs: Int, steps: Int) -> [EvolutionMoment] {
    var moments: [EvolutionMoment] = []
    for epoch in 1...epochs {
      moments.append(
        EvolutionMoment(
          epoch: epoch, epochs: epochs, step: (epoch - 1) * steps, stepsPerEpoch: steps,
          beginsEpoch: true))
      for step in 1...steps {
        moments.append(
          EvolutionMoment(
            epoch: epoch, epochs: epochs, step: (epoch - 1) * steps + step, stepsPerEpoch: steps,
            beginsEpoch: false))
      }
    }
    return moments
  }

  /// The steps after which a schedule acts in a training of 5 epochs of 4 steps.
  private func due(_ schedule: EvolutionSchedule) -> [Int] {
    moments(epochs: 5, steps: 4).filter { schedule.isDue(at: $0) }.map(\.step)
  }

  @Test func rulesActWhenTheyAreDue() {
    #expect(due(EvolutionSchedule(every: .epochs(1), start: 0.3)) == [4, 8, 12, 16])
    #expect(due(EvolutionSchedule(every: .epochs(2), start: 0.3)) == [8, 16])
    #expect(due(EvolutionSchedule(every: .epochs(5), start: 0.3)) == [])
    #expect(due(EvolutionSchedule(every: .steps(6), start: 0.3)) == [6, 12, 18])
    #expect(due(EvolutionSchedule(every: .steps(6), start: 0.3, until: 0.6)) == [6, 12])
    #expect(due(EvolutionSchedule(every: .epochs(1), start: 0.3, until: 0.4)) == [4, 8])
    #expect(due(EvolutionSchedule(every: .steps(100), start: 0.3)) == [])
    #expect(
      due(EvolutionSchedule(every: .steps(100), actsEachEpoch: true, start: 0.3))
        == [4, 8, 12, 16, 20])
    #expect(due(.never) == [])
  }

  @Test(arguments: [
    EvolutionSchedule(every: .epochs(1), start: 0.3),
    EvolutionSchedule(every: .epochs(2), start: 0.3, until: 0.7),
    EvolutionSchedule(every: .steps(6), start: 0.3),
    EvolutionSchedule(every: .steps(3), start: 0.3, until: 0.3),
    EvolutionSchedule(every: .steps(100), actsEachEpoch: true, start: 0.3, until: 0.8),
  ]) func theLastUpdateIsKnown(_ schedule: EvolutionSchedule) {
    let moments = moments(epochs: 5, steps: 4).filter { schedule.isDue(at: $0) }
    #expect(moments.filter { schedule.isLast(at: $0) } == moments.suffix(1))
  }

  @Test(arguments: EvolutionSchedule.Shape.allCases)
  func fractionsComeFromTheStartToTheEnd(_ shape: EvolutionSchedule.Shape) {
    let schedule = EvolutionSchedule(
      every: .steps(1), shape: shape, start: 0.5, end: 0.1, until: 0.8)
    let fractions = moments(epochs: 5, steps: 4).map { schedule.fraction(at: $0) }
    let halfway = schedule.fraction(
      at: EvolutionMoment(epoch: 2, epochs: 5, step: 8, stepsPerEpoch: 4, beginsEpoch: false))
    let expected: (end: Double, halfway: Double) =
      switch shape {
      case .constant: (0.5, 0.5)
      case .linear: (0.1, 0.3)
      case .cosine: (0.1, 0.3)
      case .cubic: (0.1, 0.15)
      }
    #expect(fractions[0] == 0.5)
    #expect(abs((fractions.last ?? 0) - expected.end) < 1e-12)
    #expect(abs(halfway - expected.halfway) < 1e-12)
    #expect(zip(fractions, fractions.dropFirst()).allSatisfy { $0 >= $1 })
  }

  /// What is told of a whole training is what its moments tell.
  @Test(
    arguments: [
      EvolutionSchedule.Interval.epochs(1), .epochs(3), .steps(1), .steps(4), .steps(9), .never,
    ], [0, 0.3, 1])
  func actsWhereAMomentIsDue(_ every: EvolutionSchedule.Interval, until: Double) {
    for actsEachEpoch in [false, true] {
      let schedule = EvolutionSchedule(
        every: every, actsEachEpoch: actsEachEpoch, start: 0.3, until: until)
      for epochs in 1...5 {
        for steps in 1...5 {
          var isDue = false
          for epoch in 1...epochs {
            for step in 0...steps {
              let moment = EvolutionMoment(
                epoch: epoch, epochs: epochs, step: (epoch - 1) * steps + step,
                stepsPerEpoch: steps, beginsEpoch: step == 0)
              isDue = isDue || schedule.isDue(at: moment)
            }
          }
          #expect(schedule.acts(inEpochs: epochs, of: steps) == isDue, "\(epochs) \(steps)")
        }
      }
    }
  }
}
