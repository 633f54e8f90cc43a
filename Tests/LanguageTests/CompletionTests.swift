import Sessions
import Testing

/// What Tab offers, asked of a session; `|` is the cursor.
@Suite struct CompletionTests {
  private func session(_ cells: String...) throws -> Session {
    let session = try TestSession().session
    for cell in cells {
      guard case .finished = session.runCell(cell).end else { throw Failure(cell: cell) }
    }
    return session
  }

  private struct Failure: Error { var cell: String }

  private func complete(_ text: String, _ session: Session) -> Completions {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
    return session.outline.completions(of: parts.joined(), at: parts[0].utf8.count)
  }

  private func texts(_ text: String, _ session: Session) -> [String] {
    complete(text, session).items.map(\.text)
  }

  @Test func namesAndBuiltins() throws {
    let session = try session("let sparkle = 1")
    #expect(texts("1 + spar|", session).starts(with: ["sparkle", "sparse", "sparse_dense"]))
    #expect(texts("whi|", session) == ["while"])
    let sparse = complete("sparse_ls|", session).items.first
    #expect(sparse?.detail.hasPrefix("sparse_lstm(") == true)
    #expect(sparse?.summary.hasSuffix(".") == true)
    // Where nothing begins like it, what holds it.
    #expect(texts("normal|", session).contains("random_normal"))
  }

  @Test func nothingInCommentsAndNumbers() throws {
    let session = try session()
    #expect(texts("1 # spar|", session).isEmpty)
    #expect(texts("12|", session).isEmpty)
  }

  @Test func argumentsOfTheCall() throws {
    let session = try session("fn mine(alpha, beta = 2) { alpha }", "let counts = [1]")
    // The arguments first, then variables; functions and words when something is typed.
    #expect(
      texts("mine(|", session) == ["alpha: ", "beta: ", "In", "Out", "counts", "session"])
    #expect(texts("mine(le|", session).contains("length"))
    #expect(texts("mine(alpha: 1, b|", session).first == "beta: ")
    #expect(!texts("mine(alpha: 1, a|", session).contains("alpha: "))
    #expect(texts("mine(length([1]), b|", session).first == "beta: ")
    #expect(texts("fit(m, d, ep|", session) == ["epochs: "])
    #expect(complete("fit(m, ep|", session).call?.detail.hasPrefix("fit(model") == true)
  }

  /// A function written in setl tells of its parameters in its comment.
  @Test func documentedParameters() throws {
    let session = try session(
      """
      ## Reads.
      ##
      ##   path  a file
      ##   mode  "fast", or "slow" and sure
      fn read_in(path, mode = "fast") { mode }
      """)
    let items = complete("read_in(|", session).items
    #expect(items.first { $0.text == "path: " }?.summary == "a file")
    #expect(texts("read_in(\"\", mode: \"|", session) == ["fast", "slow"])
    #expect(
      complete("fit(m, d, epo|", session).items.first?.summary == "times that each example is seen")
  }

  @Test func fieldsAndMapKeys() throws {
    let session = try session(
      "let data = toy_reviews(10, seed: 1)",
      "let m = {alpha: {inner: 1}, \"two words\": 2}")
    #expect(texts("data.tr|", session) == ["train"])
    #expect(texts("data.train.lab|", session) == ["labels"])
    #expect(texts("m.al|", session).first == "alpha")
    #expect(texts("m.alpha.in|", session).first == "inner")
    #expect(!texts("m.|", session).contains("two words"))
    #expect(texts("m[\"t|", session) == ["two words"])
  }

  @Test func functionsThatTakeTheKindBeforeTheDot() throws {
    let session = try session(
      "let t = zeros(2, 3)", "let model = sequential(dense(1, inputs: 2))",
      "fn weigh(x: tensor) { x }", "fn anything(x) { x }")
    let tensor = texts("t.|", session)
    #expect(tensor.contains("shape") && tensor.contains("weigh") && tensor.contains("anything"))
    #expect(!tensor.contains("fit") && !tensor.contains("upper") && !tensor.contains("zeros"))
    let model = texts("model.|", session)
    #expect(model.contains("fit") && model.contains("summary") && model.contains("layers"))
    #expect(!model.contains("weigh") && !model.contains("upper"))
    #expect(texts("\"text\".up|", session) == ["upper"])
    #expect(texts("[1, 2].|", session).contains("append"))
    #expect(!texts("[1, 2].|", session).contains("upper"))
    // What cannot be told without running it may be anything.
    #expect(texts("f(1).up|", session).first == "upper")
  }

  @Test func choicesAndFilesInStrings() throws {
    let session = try session()
    #expect(texts("dense(1, activation: \"r|", session) == ["relu"])
    #expect(texts("set_evolution(zeta: 0.3, new_weights: \"|", session) == ["normal", "zero"])
    #expect(texts("load(\"/etc/host|", session).contains("/etc/hosts"))
    #expect(texts("load(\"/et|", session) == ["/etc/"])
    #expect(texts("fit(m, d, keep: \"|", session) == ["best", "last"])
    #expect(texts("plot([1], title: \"|", session).isEmpty)
    #expect(texts("load(\"/no/such/folder/|", session).isEmpty)
    #expect(complete("load(\"/et|", session).start == 6)
  }

  @Test func afterAnArgumentsNameValues() throws {
    let session = try session("let rate = 1")
    // What gives one first, then variables.
    let optimizers = texts("fit(m, optimizer: |", session)
    #expect(optimizers.starts(with: ["adabreg", "adam", "adamw"]))
    #expect(optimizers.suffix(4) == ["In", "Out", "rate", "session"])
    #expect(texts("dense(2, activation: \"|", session).contains("tanh"))
    #expect(texts("dense(2, activation: |", session).first == "\"leaky_relu\"")
    #expect(texts("input(\"x\", hidden: |", session).starts(with: ["false", "true"]))
    #expect(texts("fit(m, optimizer: ad|", session) == ["adabreg", "adam", "adamw"])
    #expect(texts("help(\"sparse_l|", session) == ["sparse_lstm"])
    #expect(texts("explain(\"S030|", session).contains("S0301"))
  }

  /// By their letters in their order, where nothing begins like it or holds it.
  @Test func lettersInTheirOrder() throws {
    let session = try session("let learning_rate = 1")
    #expect(texts("rndnrm|", session).first == "random_normal")
    #expect(texts("lnrt|", session).first == "learning_rate")
    #expect(texts("xqz|", session).isEmpty)
  }

  @Test func whatIsGivenByPlaceIsNotOffered() throws {
    let session = try session("fn mine(alpha, beta = 2, gamma = 3) { alpha }")
    #expect(texts("mine(1, |", session).prefix(2) == ["beta: ", "gamma: "])
    #expect(texts("mine([1, 2], gamma: 1, |", session).first == "beta: ")
    #expect(texts("1.mine(|", session).first == "beta: ")
    let names = texts("fit(model, data, |", session)
    #expect(!names.contains("model: ") && !names.contains("data: ") && names.contains("epochs: "))
  }

  @Test func elementsOfResultsAndLists() throws {
    let session = try session(
      "{alpha: {inner: 1}}", "let rows = [{name: \"a\", size: 1}, {name: \"b\", size: 2}]")
    #expect(texts("Out[1].al|", session).first == "alpha")
    #expect(texts("Out[1].alpha.in|", session).first == "inner")
    #expect(texts("rows[0].na|", session).first == "name")
    #expect(texts("rows[-1].si|", session).first == "size")
    #expect(texts("rows[1][\"n|", session) == ["name"])
    #expect(texts("Out[7].zzz|", session).isEmpty)
  }

  @Test func namesOfTheTextItself() throws {
    let session = try session()
    #expect(texts("fn f(width, element = 2) { wid|", session) == ["width"])
    #expect(texts("let alphabet = 1\nalph|", session) == ["alphabet"])
    #expect(texts("for [key, item] in xs { ite|", session).first == "item")
    #expect(texts("map(xs, element => elem|", session) == ["element"])
    #expect(texts("map(xs, (element, other) => oth|", session) == ["other"])
    #expect(texts("try { f() } catch trouble { trou|", session) == ["trouble"])
    #expect(texts("let {field: mine} = x; min|", session).first == "mine")
    #expect(texts("fn own(width) { width }\nown(|", session).first == "width: ")
    // Where its block is over, a name means nothing.
    #expect(texts("fn f(quokkas) { 1 }\nquokk|", session).isEmpty)
    #expect(texts("if true { let quokkas = 1 }\nquokk|", session).isEmpty)
  }

  @Test func signsByTheirNames() throws {
    let session = try session()
    #expect(texts("let \\alpha|", session) == ["α"])
    #expect(complete("let \\alpha|", session).start == 4)
    #expect(texts("\"\\Sig|", session) == ["\\Sigma"])
    #expect(texts("\\^2|", session) == ["²"])
    #expect(texts("\\nosuchname|", session).isEmpty)
  }

  @Test func howTheCallIsMade() throws {
    let session = try session("fn mine(alpha, beta = 2) { alpha }", "let m = {inc: x => x + 1}")
    func hint(_ text: String) -> CallHint? { session.callHint(of: text, at: text.utf8.count) }
    #expect(hint("mine(")?.parameters == ["alpha", "beta = 2"] && hint("mine(")?.current == 0)
    #expect(hint("mine(1, ")?.current == 1)
    #expect(hint("mine(beta: ")?.current == 1)
    #expect(hint("mine(1, 2, ")?.current == nil)
    #expect(hint("1.mine(")?.current == 1)
    #expect(hint("m.inc(")?.parameters == ["x"])
    #expect(hint("m.inc(")?.current == 0)
    #expect(hint("print(1, 2, ")?.current == 0)
    #expect(hint("fn own(a, b) { 1 }\nown(1, ")?.current == 1)
    #expect(hint("clock(")?.parameters == [] && hint("clock(")?.current == nil)
    for text in ["", "mine", "mine(1)", "nothing(", "# mine(", "(", "[mine"] {
      #expect(hint(text) == nil, "\(text)")
    }
  }

  /// Past the brackets of lists, maps and sums; not out of a body, a block or a declaration.
  @Test func theCallIsTheOneAround() throws {
    let session = try session("fn mine(alpha, beta = 2) { alpha }")
    func hint(_ text: String) -> CallHint? { session.callHint(of: text, at: text.utf8.count) }
    for text in ["mine([", "mine((1", "mine(1", "mine({a: 1, b: ", "mine([1, (2 + ", "mine(\"a"] {
      #expect(hint(text)?.name == "mine" && hint(text)?.current == 0, "\(text)")
    }
    #expect(hint("mine([1, 2], (3")?.current == 1)
    #expect(hint("mine(beta: [1, ")?.current == 1)
    #expect(hint("mine(if (true")?.name == "mine")
    for text in [
      "mine(fn() {\nfun", "mine(fn(x", "fn foo(a, b", "if mine(1) { a", "mine(1)(", "fn(a, ",
      "mine(fn() { let x = (",
    ] {
      #expect(hint(text) == nil, "\(text)")
    }
    #expect(!texts("mine(fn() {\nal|", session).contains("alpha: "))
    #expect(!texts("mine([al|", session).contains("alpha: "))
    #expect(!texts("mine(1 + be|", session).contains("beta: "))
    #expect(texts("mine([1, 2], be|", session).first == "beta: ")
  }

  /// Also where the default is none, or a list.
  @Test func whatAnArgumentMayBe() throws {
    let session = try session("let rate = 1", "let rule = set_evolution(zeta: 0.3)")
    for name in ["fit", "training"] {
      #expect(texts("\(name)(m, d, evolution: |", session).contains("set_evolution"), "\(name)")
      #expect(texts("\(name)(m, d, evolution: |", session).contains("rule"))
      #expect(texts("\(name)(m, d, schedule: |", session).contains("cosine"))
      #expect(texts("\(name)(m, d, schedule: |", session).contains("plateau"))
      #expect(texts("\(name)(m, d, loss: |", session).contains("\"focal\""))
      #expect(texts("\(name)(m, d, loss: \"hu|", session) == ["huber"])
      #expect(texts("\(name)(m, d, monitor: \"|", session) == ["accuracy", "loss"])
      #expect(texts("\(name)(m, d, watch: [\"|", session).contains("gates"))
      #expect(
        texts("\(name)(m, d, watch: [\"gates\", \"de|", session) == ["dead", "degrees", "density"])
      #expect(texts("\(name)(m, d, class_weights: \"|", session) == ["balanced"])
      #expect(texts("\(name)(m, d, optimizer: ad|", session).contains("adam"))
    }
    #expect(
      texts(
        "## Runs.\n##\n##   way   how: \"fast\",\n##         or \"slow\"\nfn go(way = none) { way }\ngo(|",
        session) == ["way: ", "In", "Out", "rate", "rule", "session"])
  }

  @Test func numbersAndKeysBetweenBrackets() throws {
    let session = try session("1 + 1", "\"a\" + \"b\"", "let m = {alpha: 1, \"two words\": 2}")
    #expect(texts("Out[|", session).prefix(2) == ["2", "1"])
    #expect(!texts("Out[|", session).contains("sort"))
    #expect(texts("Out[1|", session) == ["1"])
    #expect(texts("m[|", session).prefix(2) == ["\"alpha\"", "\"two words\""])
    #expect(texts("[1|", session).isEmpty)
    let names = texts("forget(\"|", session)
    #expect(names.contains("m") && names.contains("Out") && !names.contains("session"))
    #expect(texts("forget(\"m\", \"O|", session) == ["Out"])
  }

  @Test func codeInsideStrings() throws {
    let session = try session("let sparkle = 1")
    #expect(texts("\"{spark|", session) == ["sparkle"])
    #expect(texts("\"{sparkle} /et|", session).contains("sparkle") == false)
  }

  @Test func aboutAnythingWithoutTrouble() throws {
    let session = try session("let m = {a: 1}")
    let texts = [
      "", ".", "..", "m.", "m..", "(", ")", "f(", "\"", "\"{", "\"{\"", "m[\"", "m[\"a\"].",
      "x.y.z.", "m[0].", "m[\"a\"].", "]].", "fn (", "let [", "=>", "(a, b) => ", "\\", "\\alpha",
      "[", "]", "]]].", "1.", "1.5.", "# ", "let ", "\"\"\"", "ü.", "fn(", "fn(x) {", "m.a.b.c(",
    ]
    for text in texts {
      for end in 0...text.utf8.count { _ = session.outline.completions(of: text, at: end) }
    }
  }

  @Test func whatIsTypedIsColoured() throws {
    let session = try session()
    let appearance = session.appearance(of: "print(\"a{1}b\") # x", cursor: 6)
    #expect(appearance.highlights.first == Highlight(kind: .function, range: 0..<5))
    #expect(appearance.highlights.last == Highlight(kind: .comment, range: 15..<18))
    #expect(appearance.highlights.contains(Highlight(kind: .number, range: 9..<10)))
    #expect(appearance.brackets == [5, 13])
  }
}
