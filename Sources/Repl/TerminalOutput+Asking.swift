public import Evaluation

extension TerminalOutput {
  /// From now on nobody can be asked, since standard input is the program itself.
  public func refuseQuestions() { readsAnswers = false }

  /// A program finds no terminal in the modes that what passes was drawn in, and the panel would be in its way.
  public var lendsInput: Bool { readsAnswers }

  public var canAsk: Bool { readsAnswers && AnswerReader.isTerminal }

  public func ask(_ question: String, isHidden: Bool, until interrupt: Interrupt) throws -> String?
  {
    guard readsAnswers else {
      throw NativeError(
        "S0336", "nobody can be asked here",
        notes: ["standard input is the program itself"], help: "put the program into a file")
    }
    removeProgress()
    show(question)
    let isTyped = AnswerReader.isTerminal
    do {
      let answer = try answers.line(
        before: takeTyped(), isHidden: isHidden, until: interrupt, reminded: { show(question) })
      // An end of the line that the person typed is on the screen, unless it was hidden.
      if isTyped { endLine(isShown: !isHidden && answer != nil) }
      return answer
    } catch {
      if isTyped { endLine(isShown: false) }
      throw error
    }
  }

  /// Where a person is asked whose screen is not the output, the question is no output either.
  private func show(_ question: String) {
    if !isTerminal && AnswerReader.isTerminal { return Streams.error(question) }
    write(question)
    flush()
  }

  private func endLine(isShown: Bool) {
    if !isTerminal {
      if !isShown { Streams.error("\n") }
    } else if isShown {
      buffer.noteLineEnd()
    } else {
      write("\n")
      flush()
    }
  }
}
