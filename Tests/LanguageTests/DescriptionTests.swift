import Testing
import Training

/// What optimizers and schedules say of themselves is a program that makes the same.
@Suite struct DescriptionTests {
  @Test(arguments: allOptimizers.map(\.description) + allSchedules.map(\.description))
  func descriptionsComeBack(_ description: String) throws {
    let test = try TestSession()
    #expect(test.run("print(\(description))").lines == [description])
  }

  @Test func choicesComeBack() throws {
    let chosen: [any Optimizer] = [
      SGD(rate: 0.25, momentum: 0.5, nesterov: true, decay: 1e-5), RMSProp(momentum: 0.5),
    ]
    for optimizer in chosen { try descriptionsComeBack(optimizer.description) }
  }
}
