import Sessions
import Testing

/// The tour looks at what a cell did, helps where it did not do it, and can be moved in.
@Suite struct TourTests {
  private let session: Session

  init() throws { session = try TestSession().session }

  private func remark(after text: String) -> String { session.runCell(text).remark ?? "" }

  @Test func nothingIsSaidWithoutATour() {
    #expect(session.runCell("let hours = 1").remark == nil)
    #expect(session.runCell("tour(\"stop\")").remark == nil)
  }

  @Test func aStepIsDoneByWhateverDoesIt() {
    #expect(remark(after: "tour()").contains("1 of 11"))
    #expect(remark(after: "print(1)").contains("tour: to go on"))
    #expect(remark(after: "let mine = ").contains("Not yet."))
    #expect(remark(after: "let words = \"no number\"").contains("tour: to go on"))
    let done = remark(after: "let mine = 3 + 4")
    #expect(done.contains("✓") && done.contains("2 of 11"))
  }

  @Test func itCanBeMovedInAndLeft() {
    #expect(remark(after: "tour(3)").contains("3 of 11"))
    #expect(remark(after: "tour(\"next\")").contains("4 of 11"))
    #expect(remark(after: "tour(\"back\")").contains("3 of 11"))
    #expect(remark(after: "tour()").contains("3 of 11"))
    #expect(remark(after: "tour(12)").contains("Not yet."))
    #expect(session.runCell("tour(\"stop\")").remark == nil)
    #expect(session.runCell("fn f(a) { a }").remark == nil)
  }

  /// A mistake is what the tenth step asks for.
  @Test func aMistakeIsWelcome() {
    #expect(remark(after: "tour(10)").contains("10 of 11"))
    #expect(remark(after: "1 + 1").contains("tour: to go on"))
    #expect(remark(after: "nothing_of_that_name").contains("Good."))
    #expect(remark(after: "explain(\"S0301\")").contains("11 of 11"))
    #expect(session.runCell("1").remark == nil)
  }
}
