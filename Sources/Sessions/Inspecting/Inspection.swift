public import Evaluation
public import Syntax

/// A conversation with calls that stand still: one of them is looked at, what is typed is evaluated in it, and
/// a few words lead from one call to another.
public final class Inspection {
  /// Why the calls stand still.
  public enum Reason: Sendable {
    /// An error has left them for good.
    case failure
    /// They go on afterwards.
    case breakpoint
  }

  /// What became of a line.
  public enum Answer {
    case shown(DisplayBundle?)
    case failed([Diagnostic])
    /// The person has seen enough; whether the program is to stop.
    case over(stops: Bool)
  }

  private let session: Session
  /// The innermost first.
  private let calls: [StoppedCall]
  private let reason: Reason
  private var place = 0

  /// `calls` are the innermost first, and at least one.
  init(_ session: Session, _ calls: [StoppedCall], _ reason: Reason) {
    self.session = session
    self.calls = calls
    self.reason = reason
  }

  var call: StoppedCall? { calls.indices.contains(place) ? calls[place] : nil }

  /// What stands before the lines that are typed.
  public var prompt: Prompt { Prompt(at: call?.label ?? "") }

  /// Where the program stands, and what can be done.
  public var beginning: DisplayBundle {
    var words = InspectionWord.allCases.map(\.rawValue)
    if reason == .failure { words.removeAll { $0 == InspectionWord.stop.rawValue } }
    return DisplayBundle(
      text: whereItStands.text + "\nan expression is evaluated here; "
        + words.joined(separator: ", "))
  }

  // MARK: Lines

  /// Evaluates a line, or does what its word says.
  public func answer(_ text: String) -> Answer {
    let line = text.trimmedEnd.drop { $0.isWhitespace }
    if line.isEmpty { return .shown(nil) }
    if let word = word(String(line)) { return answer(word) }
    let wasCommand = session.output.runsCommand
    session.output.runsCommand = Session.shellLine(text) != nil
    defer { session.output.runsCommand = wasCommand }
    return evaluate(session.withoutShortForm(text))
  }

  /// A word may be written as a call; without brackets it is a variable, where there is one of that name.
  private func word(_ line: String) -> InspectionWord? {
    let isCall = line.hasSuffix("()")
    let name = isCall ? String(line.dropLast(2)) : line
    if ["exit", "quit"].contains(name) { return .stop }
    guard let word = InspectionWord(rawValue: name) else { return nil }
    return isCall || call?.value(of: name) == nil ? word : nil
  }

  private func answer(_ word: InspectionWord) -> Answer {
    switch word {
    case .up: return .shown(go(by: 1))
    case .down: return .shown(go(by: -1))
    case .calls: return .shown(callTable)
    case .variables: return .shown(call.map { $0.variableTable })
    case .continue: return .over(stops: false)
    case .stop: return .over(stops: reason == .breakpoint)
    }
  }

  private func evaluate(_ text: String) -> Answer {
    guard let call else { return .shown(nil) }
    let source = SourceText(name: "inspect", text: text)
    switch session.machine.library.read(source) {
    case .failed(let diagnostics): return .failed(diagnostics)
    case .incomplete: return .failed([Session.incompleteText(source)])
    case .program(let program):
      defer { session.outlines.forget() }
      do {
        let outcome = try session.machine.run(program, in: call)
        if case .none = outcome.value { return .shown(nil) }
        if let told = outcome.failedCommand { return .shown(DisplayBundle(text: told)) }
        return .shown(program.endsSilently || outcome.isShown ? nil : outcome.value.display)
      } catch {
        guard let status = error.exitStatus else { return .failed(error.diagnostics) }
        session.statusToLeave = status
        return .over(stops: true)
      }
    }
  }

  // MARK: Calls

  /// Outwards, to the call that made this one, or inwards.
  private func go(by steps: Int) -> DisplayBundle {
    guard calls.indices.contains(place + steps) else {
      return DisplayBundle(
        text: steps > 0 ? "this is the outermost call" : "this is the innermost call")
    }
    place += steps
    session.outlines.forget()
    return whereItStands
  }

  private var whereItStands: DisplayBundle {
    guard let call else { return DisplayBundle(text: "") }
    let number = calls.count > 1 ? ", call \(place + 1) of \(calls.count)" : ""
    let lines = ["in \(call.label)\(number), \(call.placeText):"] + call.excerpt(around: 2)
    return DisplayBundle([.code(lines)])
  }

  private var callTable: DisplayBundle {
    DisplayBundle([.table(calls.table(marking: place))])
  }

  /// Everything at once, where nobody can be asked: the calls, each with its variables.
  static func report(_ calls: [StoppedCall]) -> DisplayBundle {
    var parts: [DisplayPart] = []
    for call in calls {
      parts.append(.code(["in \(call.label), \(call.placeText):"] + call.excerpt(around: 0)))
      if !call.variables.isEmpty { parts.append(.table(call.variableRows)) }
    }
    return DisplayBundle(parts)
  }
}

/// What a word does in a conversation with calls that stand still.
enum InspectionWord: String, CaseIterable {
  case up, down, calls, variables, `continue`, stop
}
