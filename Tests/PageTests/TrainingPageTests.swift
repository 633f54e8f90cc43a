import Evaluation
import Notebooks
import Sessions
import Testing

/// A training on a page: one display that changes, and in the end tells how it went.
@Suite struct TrainingPageTests {
  private let page: PageSession

  init() throws {
    page = try PageSession()
    _ = page.run(
      """
      let data = toy_reviews(200, seed: 1)
      let model = sequential(sparse_embedding(vocabulary: 400, units: 4, density: 0.5),
                             sparse_lstm(units: 4, density: 0.5), dense(1))
      """)
  }

  /// The displays by their names, each with its states in their order.
  private func works(_ outputs: [CellOutput]) -> [String: [DisplayBundle]] {
    outputs.reduce(into: [:]) { works, output in
      switch output {
      case .display(let bundle, let id?): works[id] = (works[id] ?? []) + [bundle]
      case .update(let bundle, let id): works[id, default: []].append(bundle)
      case .display, .stream, .result, .error, .clear: break
      }
    }
  }

  private func streams(_ outputs: [CellOutput]) -> String {
    outputs.map { if case .stream(_, let text) = $0 { text } else { "" } }.joined()
  }

  @Test func aTrainingIsOneDisplay() throws {
    let outputs = page.run("let h = fit(model, data.train, epochs: 3, validation: data.test)")
    let works = works(outputs)
    #expect(works.count == 1 && streams(outputs).isEmpty)
    let states = try #require(works.first?.value)
    guard case .display(_, id: .some)? = outputs.first else { return #expect(Bool(false)) }
    #expect(states.first?.text == "training: 3 epochs")
    let last = try #require(states.last)
    let lines = last.text.split(separator: "\n")
    #expect(
      lines.count == 4 && lines[0].hasPrefix("epoch 1  loss 0.")
        && lines[2].hasPrefix("epoch 3  loss 0."))
    #expect(lines[3].hasPrefix("trained 3 epochs in ") && lines[3].contains(", validation 0."))
    let html = last.allForms["text/html"] ?? ""
    #expect(html.components("<svg ") == 2 && html.contains(">sparse_lstm</td>"))
    #expect(try Markup(html).elements.contains("table"))
    #expect(page.works == [true, false])
  }

  @Test func otherLinesStayText() {
    let outputs = page.run(
      "let h = fit(model, data.train, evolution: set_evolution())\nprint(\"after\")")
    #expect(streams(outputs).contains("moves nothing") && streams(outputs).hasSuffix("after\n"))
  }

  @Test func anInterruptIsToldInTheDisplay() throws {
    let interrupt = page.session.interrupt
    var count = 0
    let outputs = page.run(
      "let h = fit(model, data.train, epochs: 1_000_000)\nprint(h.interrupted)"
    ) {
      if case .update = $0 {
        count += 1
        if count == 2 { interrupt.request() }
      }
    }
    let last = try #require(works(outputs).first?.value.last)
    #expect(last.text.contains("\ninterrupted in epoch ") && last.text.contains("loss"))
    #expect(last.text.split(separator: "\n").count <= 22)
    #expect(streams(outputs) == "true\n")
  }

  @Test func aLossThatIsLostIsToldInBoth() throws {
    let outputs = page.run(
      "let h = fit(sequential(dense(1, inputs: 1)), examples([[1e30], [2e30]], [1e30, 2]), "
        + "epochs: 3, optimizer: sgd(rate: 1e6))")
    let last = try #require(works(outputs).first?.value.last)
    #expect(last.text.contains("the loss is no number any more"))
    #expect(streams(outputs).contains("the loss is no number any more"))
  }

  @Test func trainingsWithinEachOtherHaveADisplayEach() {
    let outputs = page.run(
      """
      for outer in training(model, data.train, epochs: 2, seed: 1) {
          for inner in training(copy(model), data.train, epochs: 1, seed: 1) {}
          print(outer.epoch)
      }
      """)
    let works = works(outputs)
    #expect(works.count == 3 && streams(outputs) == "1\n2\n")
    #expect(works["work-1"]?.last?.text.contains("trained 2 epochs in ") == true)
    #expect(works["work-2"]?.last?.text.contains("trained 1 epoch in ") == true)
    #expect(page.works == [true, false])
  }

  @Test func whatTheProgramLeavesIsToldAsStopped() {
    for cell in [
      "for report in training(model, data.train, epochs: 5) { break }",
      "for report in training(model, data.train, epochs: 5) { assert(report.epoch < 1) }",
    ] {
      let last = works(page.run(cell)).first?.value.last?.text ?? ""
      #expect(last.contains("stopped in epoch 1 of 5"), "\(cell): \(last)")
      #expect(page.works == [true, false])
    }
  }

  @Test func whatWasTakenBackIsShownAgain() {
    let outputs = page.run(
      """
      for report in training(model, data.train, epochs: 2, seed: 1) {
          if report.epoch == 1 { clear_output() }
      }
      """)
    let shown = outputs.drop { $0 != .clear(waits: false) }.dropFirst()
    guard case .display(_, id: "work-1")? = shown.first else { return #expect(Bool(false)) }
    #expect(works(Array(shown)).first?.value.last?.text.contains("trained 2 epochs") == true)
  }
}

extension String {
  fileprivate func components(_ mark: String) -> Int { split(separator: mark).count - 1 }
}
