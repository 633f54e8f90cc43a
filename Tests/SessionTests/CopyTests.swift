import Testing

/// A job gets a copy of all that its function uses, and hands back a copy of what it gave.
@Suite struct CopyTests {
  /// A few small things of every kind.
  static let makers = """
    let data = toy_reviews(40, length: 8, seed: 1)
    let model = sequential(sparse_embedding(vocabulary: 300, units: 8, density: 0.2),
                           sparse_lstm(units: 8, density: 0.2), dropout(0.1), dense(1))
    let past = fit(model, data.train, epochs: 2, optimizer: adam(rate: 0.01), seed: 1)

    """

  static let values = [
    "2.5", "-0.0", "true", "none", "\"text\"", "\"gr\u{F6}\u{DF}e \u{1F600}\"", "[]",
    "[1, [2, \"b\"]]",
    "{a: 1, \"b c\": [2], 3: true}", "0..10 by 2", "\"long \" * 40",
    "tensor([[1, 2], [3, 4]])", "zeros(2, 3, 4)", "sparse(5, 6, density: 0.3, seed: 1)",
    "dense(3, inputs: 2)", "lstm(units: 4)", "model", "model.layers", "pack(model)",
    "pack(model, bits: 8)", "data", "data.train", "data.train[2]", "data.vocabulary",
    "adam(rate: 0.1)", "sgd(momentum: 0.5)", "set_evolution(zeta: 0.2)", "static_topology()",
    "past", "past[0]", "training(model, data.train)",
  ]

  @Test(arguments: values)
  func looksTheSame(_ value: String) throws {
    let test = try JobSession()
    test.run(
      Self.makers + """
        let original = \(value)
        let handed = background(() => original).wait()
        assert(string(handed) == string(original), "{handed}")
        assert(kind(handed) == kind(original))
        """)
  }

  /// Each line changes `x`; what it shows changes by that.
  @Test(arguments: [
    ("[1, 2]", "append(x, 3)"), ("[[1]]", "x[0][0] = 2"), ("{a: 1}", "x.b = 2"),
    ("tensor([1, 2])", "x[0] = 5"), ("{a: tensor([1, 2])}", "x.a[0] = 5"),
  ])
  func neitherChangesTheOther(_ value: String, _ change: String) throws {
    let test = try JobSession()
    test.run(
      """
      let x = \(value)
      let before = string(x)
      fn changed() { \(change); x }
      let job = background(changed)
      assert(string(job.wait()) != before)
      assert(string(x) == before)
      let kept = background(() => x)
      \(change)
      assert(string(x) != before)
      assert(string(kept.wait()) == before)
      """)
  }

  @Test func aModelTrainsByItself() throws {
    let test = try JobSession()
    test.run(
      Self.makers + """
        fn answers(m) { map(predict(m, data.test), p => p.probability) }
        let before = answers(model)
        let size = model.parameters
        fn changed() {
            fit(model, data.train, epochs: 3, optimizer: adam(rate: 0.1), seed: 2)
            prune(model.layers[0], fraction: 0.5)
            model
        }
        let other = background(changed).wait()
        assert(answers(model) == before and model.parameters == size)
        assert(answers(other) != before and other.parameters < size)
        let packed = pack(model)
        let same = background(() => [answers(model), answers(packed)])
        fit(model, data.train, epochs: 3, optimizer: adam(rate: 0.1), seed: 2)
        assert(same.wait()[0] == before)
        assert(same.wait()[1] == answers(packed))
        assert(answers(model) != before)
        """)
  }

  @Test func aTrainingGoesOnInBoth() throws {
    let test = try JobSession()
    test.run(
      Self.makers + """
        fn losses(run) {
            let result = []
            for report in run { append(result, report.loss) }
            result
        }
        fn begun(m) {
            let run = training(m, data.train, epochs: 4, evolution: set_evolution(zeta: 0.3), seed: 3)
            for report in run { break }
            run
        }
        let run = begun(model)
        let there = background(() => losses(run)).wait()
        let here = losses(run)
        assert(length(here) == 3)
        assert(here == there, "{here} {there}")
        """)
  }

  @Test func whatIsSharedStaysShared() throws {
    let test = try JobSession()
    test.run(
      Self.makers + """
        let a = [1]
        let xs = background(() => [a, a, {a: a}]).wait()
        append(xs[0], 2)
        assert(xs == [[1, 2], [1, 2], {a: [1, 2]}])
        let [m, layer, part] = background(() => [model, model.layers[0], data.train]).wait()
        let density = m.layers[0].density
        prune(layer, fraction: 0.5)
        assert(m.layers[0].density < density)
        assert(length(part) == length(data.train))
        assert(background(() => [data.train, data]).wait()[1].train
               != background(() => [data.train, data]).wait()[1].train)
        let [train, set] = background(() => [data.train, data]).wait()
        assert(train == set.train)
        """)
  }

  @Test func cycles() throws {
    let test = try JobSession()
    test.run(
      """
      let xs = [1]
      append(xs, xs)
      let ys = background(() => xs).wait()
      append(ys, 2)
      assert(length(ys[1]) == 3 and length(xs) == 2)
      let m = {}
      m.self = {back: m}
      let n = background(() => m).wait()
      n.name = "n"
      assert(n.self.back.name == "n")
      """)
  }

  @Test func aListAMillionDeep() throws {
    let test = try JobSession()
    test.run(
      """
      let xs = []
      for i in 0..1_000_000 { xs = [xs] }
      let ys = background(() => xs).wait()
      let depth = 0
      while length(ys) == 1 {
          ys = ys[0]
          depth += 1
      }
      assert(depth == 1_000_000)
      """)
  }

  @Test func closuresShareTheirVariables() throws {
    let test = try JobSession()
    test.run(
      """
      fn counter() {
          let n = 0
          let step = fn() {
              n += 1
              n
          }
          [step, () => n]
      }
      let [step, count] = counter()
      step()
      let [other_step, other_count] = background(fn() {
          step()
          [step, count]
      }).wait()
      other_step()
      assert(other_count() == 3 and count() == 1)
      """)
  }

  @Test func functionsAndTheirVariables() throws {
    let test = try JobSession()
    test.run(
      """
      let factor = 3
      let unused = background
      fn even(n) { if n == 0 { true } else { odd(n - 1) } }
      fn odd(n) { if n == 0 { false } else { even(n - 1) } }
      fn scaled(x) { x * factor }
      let total = 1
      fn work() {
          total += 10
          [even(10), map([1, 2], scaled), total, sort_by(["bb", "a"], length)]
      }
      let job = background(work)
      factor = 4
      fn scaled(x) { -x }
      assert(job.wait() == [true, [3, 6], 11, ["a", "bb"]])
      assert(total == 1)
      let handed = background(() => work).wait()
      assert(handed()[2] == 11 and handed()[2] == 21 and total == 1)
      assert(background(() => [print, map]).wait() == [print, map])
      fn optional(a = 2, ...rest) { [a, rest] }
      assert(background(optional).wait() == [2, []])
      """)
  }

  @Test func importedFiles() throws {
    let test = try JobSession(files: [
      "tools.setl": "let calls = [0]\nfn twice(x) { calls[0] += 1\n2 * x }",
      "later.setl": "let value = 7",
    ])
    test.run(
      """
      import "tools.setl" as tools
      tools.twice(1)
      fn work() {
          import "tools.setl" as again
          import "later.setl" as later
          [tools.twice(4), again.twice(5), tools.calls[0], later.value]
      }
      assert(background(work).wait() == [8, 10, 3, 7])
      assert(tools.calls[0] == 1)
      """)
  }

  @Test func whatCannotBeCopied() throws {
    let test = try JobSession()
    test.run(
      """
      fn code(f) {
          try { background(f) } catch problem { return problem.code }
          none
      }
      let job = background(() => 1)
      assert(code(() => session.jobs()) == "S0330")
      assert(code(() => job.result) == "S0330")
      let jobs = session.jobs
      assert(code(() => jobs()) == "S0330")
      assert(gradient(fn(x) {
          assert(code(() => x * 2) == "S0330")
          x * x
      }, 3) == 6)
      assert(code(1) == "S0302" and code(x => x) == "S0302" and code(print) == "S0302")
      """)
  }
}
