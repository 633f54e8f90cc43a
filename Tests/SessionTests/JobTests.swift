import Builtins
import Evaluation
import Foundation
import Sessions
import Syntax
import Testing

/// Jobs from their start to their end.
@Suite(.serialized) struct JobTests {
  @Test func theExamplesHold() throws {
    let test = try JobSession()
    let own = Set(test.session.library.builtinNames).subtracting(allBuiltins.map(\.name))
    #expect(own.isSuperset(of: ["background", "wait", "stop"]))
    for name in own {
      let builtin = try #require(test.session.library.builtins[name])
      #expect(builtin.summary.hasSuffix("."))
      let kept = try JobSession()
      let result = kept.session.runCell(builtin.example)
      // What follows the code of the last line; a line that is a comment alone promises nothing.
      let last = builtin.example.split(separator: "\n").last.map(String.init) ?? ""
      let parts = last.components(separatedBy: "  # ")
      guard parts.count > 1, let promise = parts.last else {
        guard case .finished = result.end else {
          Issue.record("the example of \(name) fails: \(result.end)")
          continue
        }
        continue
      }
      if promise.hasPrefix("prints: ") {
        #expect(kept.output.text == promise.dropFirst(8) + "\n")
      } else {
        #expect(result.echo?.text == promise)
      }
    }
  }

  @Test func whatAJobTells() throws {
    let test = try JobSession()
    test.run(
      """
      fn work() {
          print("one\\ntwo")
          print("three")
          [1, 2]
      }
      let job = background(work)
      assert(job.number == 1 and not job.failed and job.error == none)
      assert(job.wait() == [1, 2] and job.result == [1, 2])
      assert(job.done and job.seconds >= 0 and job.progress == none)
      assert(starts_with(string(job), "job 1: done in "))
      assert(session.jobs() == [job])
      """)
    let lines = test.output.milestones
    #expect(lines.dropLast() == ["[1] one", "[1] two", "[1] three"])
    #expect(lines.last?.hasPrefix("[1] done in ") == true)
    #expect(test.output.text.isEmpty)
  }

  @Test func aJobThatFails() throws {
    let test = try JobSession()
    test.run(
      """
      let job = background(fn() {
          let xs = [1]
          xs[3]
      })
      fn try_wait(job) {
          try { job.wait() } catch problem { return problem }
          none
      }
      let caught = try_wait(job)
      assert(caught.code == "S0204" and caught.line == 3)
      assert(job.failed and job.done and job.error.message == caught.message)
      assert(try_wait(job).code == "S0204")
      let thrown = background(fn() { throw {message: "why", parts: [1, 2]} })
      assert(try_wait(thrown) == {message: "why", parts: [1, 2]})
      assert(thrown.error.parts == [1, 2])
      """)
    #expect(test.output.milestones.contains("[1] error[S0204]: index 3 is outside the list"))
    let result = test.session.runScript(
      "background(() => [1][3]).wait()", name: "other.setl", arguments: [])
    guard case .failed(let diagnostics) = result.end else {
      Issue.record("\(result.end)")
      return
    }
    // Told where it happened in the job, and not where it was waited for.
    #expect(diagnostics.first?.label.map { $0.source.text(in: $0.span) } == "[1][3]")
  }

  /// Nobody can be asked: the job shows its calls, and goes on.
  @Test func aJobDoesNotStandStill() throws {
    let test = try JobSession()
    test.run(
      """
      fn f(x) {
          breakpoint()
          inspect()
          x
      }
      assert(background(() => f(41)).wait() == 41)
      """)
    #expect(test.output.milestones.count { $0.contains("x  number  41") } == 2)
  }

  @Test func aJobThatRuns() throws {
    let test = try JobSession()
    test.run(
      """
      let job = background(fn() { while true {} })
      assert(not job.done and not job.failed)
      let code = none
      try { job.result } catch problem { code = problem.code }
      assert(code == "S0331")
      assert(session.jobs() == [job])
      job.stop()
      try { job.wait() } catch problem { code = problem.message }
      assert(code == "job 1 was stopped before it gave a result")
      assert(job.done and not job.failed)
      job.stop()
      """)
    #expect(test.session.runningJobs == 0)
  }

  static let model = """
    let data = toy_reviews(400, length: 12, seed: 1)
    fn network() {
        sequential(sparse_embedding(vocabulary: 300, units: 8, density: 0.2),
                   sparse_lstm(units: 8, density: 0.2, dropout: 0.2), dense(1))
    }

    """

  @Test func stoppedOnceATrainingGivesWhatItHas() throws {
    let test = try JobSession()
    test.run(
      Self.model + """
        let m = network()
        let job = background(fn() {
            let h = fit(m, data.train, epochs: 1_000_000)
            [m, h]
        })
        while job.progress == none {}
        job.stop()
        let [trained, history] = job.wait()
        assert(history.interrupted and length(history) >= 1)
        assert(evaluate(trained, data.test).loss != evaluate(m, data.test).loss)
        """)
    #expect(test.output.milestones.last?.contains("with a result") == true)
  }

  @Test func stoppedTwiceAJobEnds() throws {
    let test = try JobSession()
    let file = FileManager.default.temporaryDirectory.appending(path: "setl-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    test.run(
      Self.model + """
        let m = network()
        let job = background(fn() {
            fit(m, data.train, epochs: 1_000_000)
            write_text("over", "\(file.path())")
            while true {}
        })
        while job.progress == none {}
        job.stop()
        while not file_exists("\(file.path())") {}
        assert(not job.done)
        job.stop()
        let message = none
        try { job.wait() } catch problem { message = problem.message }
        assert(message == "job 1 was stopped before it gave a result")
        """)
  }

  /// It comes after the last batch of an epoch, and before the loop's body.
  @Test func anInterruptBetweenTwoEpochsIsTheTrainings() throws {
    let test = try JobSession()
    let interrupt = test.session.interrupt
    test.output.onMilestone = { [output = test.output] in
      interrupt.request()
      output.onMilestone = nil
    }
    test.run(
      Self.model + """
        let seen = []
        for report in training(network(), data.train, epochs: 5) { append(seen, report.interrupted) }
        assert(seen == [false, true])
        """)
    interrupt.request()
    let result = test.session.runScript("while true {}", name: "", arguments: [])
    guard case .interrupted = result.end else {
      Issue.record("\(result.end)")
      return
    }
  }

  @Test(arguments: [1, 2])
  func theSameBitsAsInTheForeground(_ threads: Int) throws {
    let test = try JobSession()
    test.run(
      Self.model + """
        threads(\(threads))
        fn train() {
            let m = network()
            let h = fit(m, data.train, epochs: 3, evolution: set_evolution(zeta: 0.3),
                        validation: data.test, keep: "best")
            [h.loss, h.validation_loss, map(predict(m, data.test), p => p.probability),
             random_normal(4), threads()]
        }
        seed(5)
        let job = background(train)
        let [one, two] = [background(train), background(train)]
        let here = train()
        assert(here[4] == \(threads))
        for there in [job.wait(), one.wait(), two.wait()] { assert(there == here) }
        """)
  }

  @Test func twoHundredShortJobs() throws {
    let test = try JobSession()
    test.run(
      """
      let total = 0
      for i in 0..200 { total += background(() => i).wait() }
      assert(total == 19900)
      let jobs = map(0..20, i => background(() => i * i))
      assert(sum(map(jobs, wait)) == 2470)
      """)
    test.run("assert(length(session.jobs()) <= 20)")
    #expect(test.session.runningJobs == 0)
  }

  @Test func jobsWithinJobs() throws {
    let test = try JobSession()
    test.run(
      """
      let code = none
      try { background(fn() { background(() => 1) }).wait() } catch problem { code = problem.code }
      assert(code == "S0332")
      """)
  }

  @Test func waitingIsInterruptedAndTheJobIsNot() throws {
    let test = try JobSession()
    test.run("let go_on = [false]\nlet job = background(fn() { while true {} })")
    test.session.interrupt.request()
    let result = test.session.runScript("wait(job)", name: "", arguments: [])
    guard case .interrupted = result.end else {
      Issue.record("\(result.end)")
      return
    }
    #expect(test.session.runningJobs == 1)
    #expect(test.session.stopJobs(within: 60_000))
  }

  @Test func leavingIsAskedOnce() throws {
    let test = try JobSession()
    #expect(test.session.questionBeforeLeaving() == nil)
    test.run("let job = background(fn() { while true {} })")
    #expect(
      test.session.questionBeforeLeaving() == "1 job is running: exit again to leave it")
    #expect(test.session.questionBeforeLeaving() == nil)
    _ = test.session.runCell("let other = background(fn() { while true {} })")
    #expect(
      test.session.questionBeforeLeaving() == "2 jobs are running: exit again to leave them")
    #expect(test.session.stopJobs(within: 60_000))
    #expect(test.session.questionBeforeLeaving() == nil)
  }

  @Test func aScriptWaitsForItsJobs() throws {
    let test = try JobSession()
    test.run("let a = background(() => print(1))\nlet b = background(() => print(2))")
    #expect(test.session.finishJobs() == .finished)
    #expect(Set(test.output.milestones).isSuperset(of: ["[1] 1", "[2] 2"]))
    test.run("let c = background(() => [][0])\ntry { wait(c) } catch problem {}")
    #expect(test.session.finishJobs() == .finished)
    test.run("background(() => [][0])")
    #expect(test.session.finishJobs() == .failed)
  }

  @Test func anInterruptAtTheEndStopsThem() throws {
    let test = try JobSession()
    let interrupt = test.session.interrupt
    test.run("let job = background(fn() { while true {} })")
    // Asks for the end as soon as the waiting has begun.
    test.output.onMilestone = { [output = test.output] in
      interrupt.request()
      output.onMilestone = nil
    }
    test.run("let other = background(() => print(1))")
    #expect(test.session.finishJobs() == .finished)
  }

  @Test func aSessionThatGoesLeavesNothingBehind() throws {
    for _ in 0..<5 {
      let test = try JobSession()
      test.run("let job = background(fn() { while true {} })")
    }
  }
}
