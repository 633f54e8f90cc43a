import Builtins
import Dispatch
import Evaluation
import Sessions
import Synchronization
import Testing

/// What is known of a session in other threads, also while a cell runs.
@Suite struct OutlineTests {
  private func texts(_ text: String, _ outline: SessionOutline) -> [String] {
    outline.completions(of: text, at: text.utf8.count).items.map(\.text)
  }

  /// Runs a cell that never ends, and asks in another thread until `isSeen`; then the cell is stopped.
  private func ask(
    while cell: String, after cells: [String],
    until isSeen: @escaping @Sendable (SessionOutline) -> Bool
  ) throws -> Session.Result {
    let session = try TestSession().session
    for cell in cells { _ = session.runCell(cell) }
    let latest = Latest()
    session.onOutline = { outline in latest.outline.withLock { $0 = outline } }
    let interrupt = session.interrupt
    let done = DispatchSemaphore(value: 0)
    DispatchQueue.global().async {
      while !latest.isOver.load(ordering: .relaxed) {
        guard let outline = latest.outline.withLock({ $0 }) else { continue }
        for text in ["va", "m.", "m[\"", "fit(m", "t.", "help(\"s"] {
          _ = outline.completions(of: text, at: text.utf8.count)
          _ = outline.inspection(of: text, at: text.utf8.count)
        }
        if isSeen(outline) { break }
      }
      // A training takes the first.
      interrupt.request()
      interrupt.request()
      done.signal()
    }
    let result = session.runCell(cell)
    latest.isOver.store(true, ordering: .relaxed)
    done.wait()
    return result
  }

  private final class Latest: Sendable {
    let outline = Mutex<SessionOutline?>(nil)
    /// The cell has ended by itself.
    let isOver = Atomic(false)
  }

  @Test func whatARunningCellDefinesIsSeen() throws {
    let result = try ask(
      while: """
        let m = {}
        let round = 0
        while true {
          let late_name = {deep: {text: "value {round}"}}
          m["key{round % 500}"] = [round, "text" + "x" * (round % 50)]
          if round % 100 == 0 { print(round) }
          round += 1
        }
        """, after: ["let early_name = 1"]
    ) { outline in
      outline.inspection(of: "round", at: 5).flatMap { Int($0.text) } ?? 0 > 1000
        && outline.completions(of: "m.key4", at: 6).items.count > 50
        && outline.completions(of: "early", at: 5).items.map(\.text) == ["early_name"]
    }
    guard case .interrupted = result.end else { throw Failure(end: "\(result.end)") }
  }

  @Test func whileAModelTrains() throws {
    let result = try ask(
      while: """
        let model = sequential(embedding(vocabulary: 300, units: 4), sparse_lstm(units: 8, density: 0.5), dense(1))
        for report in training(model, data.train, epochs: 100000) { last = report.loss }
        """, after: ["let data = toy_reviews(40, seed: 1)\nlet last = 0"]
    ) { outline in
      outline.completions(of: "model.la", at: 8).items.contains { $0.text == "layers" }
        && outline.inspection(of: "last", at: 4)?.text != "0"
    }
    guard case .interrupted = result.end else { throw Failure(end: "\(result.end)") }
  }

  private struct Failure: Error { var end: String }

  @Test func isGivenAfterEachCell() throws {
    let session = try TestSession().session
    var outlines: [SessionOutline] = []
    session.onOutline = { outlines.append($0) }
    _ = session.runCell("let sparkle = {inner: [1, 2]}")
    _ = session.runCell("nonsense")
    #expect(outlines.count == 2)
    #expect(texts("sparkle.in", outlines[0]) == ["inner"])
    #expect(outlines[0].inspection(of: "sparkle", at: 3)?.text == "{inner: [1, 2]}")
  }

  /// An outline is of its moment, and needs the session no more.
  @Test func outlivesTheSession() throws {
    func outline() throws -> SessionOutline {
      let session = try TestSession().session
      _ = session.runCell("let text = \"abc\"\n## Twice `x`.\nfn twice(x) { 2 * x }\nlet n = 7")
      let outline = session.outline(showing: .seconds(9))
      _ = session.runCell("let n = 8")
      return outline
    }
    let outline = try outline()
    #expect(outline.inspection(of: "text", at: 4)?.text == "\"abc\"")
    #expect(outline.inspection(of: "twice", at: 4)?.text.contains("Twice `x`.") == true)
    #expect(outline.inspection(of: "n", at: 1)?.text == "7")
    #expect(texts("text.upp", outline) == ["upper"])
  }

  @Test func isBounded() throws {
    let session = try TestSession().session
    _ = session.runCell("let ring = {}\nring.self = ring\nlet wide = {}")
    _ = session.runCell("for i in 0..100000 { wide[\"key{i}\"] = {of: i} }\nlet last = 1")
    let outline = session.outline(showing: .seconds(9))
    #expect(texts("ring.self.self.se", outline).first == "self")
    #expect(texts("wide.key0.o", outline).contains("of"))
    #expect(texts("wide.key", outline).count { $0 != "keys" } == 1000)
    #expect(texts("las", outline) == ["last"])
    // Where no path leads that far, anything may follow.
    #expect(texts("ring.self.self.self.self.self.self.self.upp", outline).first == "upper")
  }

  /// Where fields are made when they are asked for, one like them tells what can follow.
  @Test func fieldsThatWouldHaveToBeMade() throws {
    let session = try TestSession().session
    _ = session.runCell(
      """
      let data = toy_reviews(40, seed: 1)
      let model = sequential(embedding(vocabulary: 300, units: 4), sparse_lstm(units: 8, density: 0.5), dense(1))
      let layer = model[1]
      let table = zeros(2, 3)
      """)
    let outline = session.outline(showing: .seconds(9))
    #expect(texts("table.T.sha", outline) == ["shape"])
    #expect(texts("data.all.lab", outline).first == "labels")
    #expect(texts("data.train.labels.appe", outline) == ["append"])
    #expect(texts("layer.recurrent_weights.dens", outline).contains("density"))
    #expect(outline.inspection(of: "data.train.labels", at: 12)?.text == "list")
    #expect(outline.inspection(of: "table.T", at: 7)?.text == "tensor")
  }

  /// To look at a job is not to have seen how it ended.
  @Test func aJobIsNotLookedAt() throws {
    let session = try TestSession().session
    _ = session.runCell("let job = background(() => [][0])\ntry { job.wait() } catch { }")
    _ = session.runCell("let other = background(() => [][1])")
    let waits = session.runCell("while not other.done { }")
    guard case .finished = waits.end else { throw Failure(end: "\(waits.end)") }
    _ = texts("other.error.", session.outline)
    _ = texts("other.result.", session.outline)
    #expect(session.finishJobs() == .failed)
  }

  /// What is asked of a value without the value gives the same answer.
  @Test func traitsStandForValues() {
    final class Shelf: NativeObject {
      override var kind: String { "shelf" }
      override var kinds: [String] { ["shelf", "furniture"] }
      override var length: Int? { 3 }
    }
    let values: [Value] = [
      .undefined, .none, .bool(true), .number(1), .string("a"), .list([]), .object(MapObject()),
      .object(Shelf()), .object(NativeObject()),
      .object(BuiltinObject(coreLibrary.builtins[0])),
    ]
    let kinds: [KindSet] =
      [.any, .having(.elements), .having(.length), ["list", "map"], ["furniture"]]
      + coreLibrary.builtins.flatMap { $0.parameters.map(\.kinds) }
    for kinds in kinds {
      for value in values {
        #expect(kinds.contains(ValueTraits(value)) == kinds.contains(value))
      }
    }
    #expect((["furniture"] as KindSet).contains(ValueTraits(.object(Shelf()))))
    #expect(KindSet.having(.length).contains(ValueTraits(.object(Shelf()))))
    #expect(!KindSet.having(.elements).contains(ValueTraits(.object(Shelf()))))
  }
}
