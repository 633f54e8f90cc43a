internal import Evaluation
internal import Syntax

/// Looking at calls that stand still: those that an error has left, and those of a program at a breakpoint.
extension Session {
  /// `inspect`
  static func inspectNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "inspect", in: .findingFaults,
      "Stands where the last error happened: shows its calls and their variables, and evaluates what is typed "
        + "there. In a script it shows the calls that are open, and goes on.",
      example: """
        # After an error at the prompt:  up  and  down  go from call to call,  calls  lists them,
        # variables  those of one;  continue  and Ctrl-D lead back.
        fn area(width, height) {
            # In a script it shows where it is, with width and height.
            inspect()
            width * height
        }
        """
    ) { _ in
      // Of a job and of a script the calls are open.
      guard let session = link.session else { throw Detour.pause(.showing) }
      session.leaveOutOfScripts()
      guard !session.isRestoring else { return Value.none }
      guard session.runningNumber != nil else { throw Detour.pause(.showing) }
      guard session.inspection == nil else {
        throw NativeError(
          "S0340", "calls are being looked at already",
          help: "up  and  down  go from call to call;  continue  leads back")
      }
      guard !session.leftCalls.isEmpty else {
        throw NativeError(
          "S0340", "no cell has failed yet",
          help: "breakpoint()  in a function stands still there, without an error")
      }
      session.isAskedToInspect = true
      return Value.none
    }
  }

  /// `breakpoint`
  static func breakpointNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "breakpoint", in: .findingFaults,
      "Stands still: variables can be looked at and changed, then the program goes on. Where nobody can be "
        + "asked it shows the calls with their variables, and goes on.",
      example: """
        # continue  and Ctrl-D let the program go on,  stop  ends it.
        fn area(width, height) {
            if width < 0 { breakpoint() }
            width * height
        }
        area(2, 3)  # 6
        """
    ) { _ in
      link.session?.isRestoring == true ? Value.none : try Self.pausing()
    }
  }

  private static func pausing() throws -> Value { throw Detour.pause(.conversation) }

  /// Carries out what `inspect()` asked for, once its cell is over: a native never runs the language.
  func inspectIfAsked() {
    guard isAskedToInspect else { return }
    isAskedToInspect = false
    if hasFailedSinceCalls {
      output.write("the last error has left no calls; these are of the one before it\n")
    }
    _ = converse(Inspection(self, leftCalls, .failure), leftCalls)
  }

  /// The program stands still.
  func pause(_ pause: Pause, _ calls: [StoppedCall]) throws {
    guard !calls.isEmpty else { return }
    switch pause {
    case .showing: output.display(Inspection.report(calls))
    case .conversation:
      let isStopped = converse(Inspection(self, calls, .breakpoint), calls)
      // What was asked of the conversation is not asked of the program.
      interrupt.clear()
      if let status = takeStatusToLeave() { throw ProgramEnded(status: status) }
      isStoppedAtBreakpoint = isStopped
      if isStopped { throw ProgramStopped() }
    }
  }

  /// What the conversation is to be left with, where `exit` was called while calls were looked at.
  func takeStatusToLeave() -> Int32? {
    defer { statusToLeave = nil }
    return statusToLeave
  }

  /// What is looked at when `inspect()` is called next. Where a person has stopped a program that stood still, all
  /// was seen.
  func keepCalls(of failure: RunFailure) {
    defer { isStoppedAtBreakpoint = false }
    guard !failure.calls.isEmpty, !isStoppedAtBreakpoint else { return }
    leftCalls = failure.calls
    leavesCalls = true
    hasFailedSinceCalls = false
  }

  /// Whether the program is to stop afterwards.
  private func converse(_ inspection: Inspection, _ calls: [StoppedCall]) -> Bool {
    guard output.canAsk else {
      output.display(Inspection.report(calls))
      return false
    }
    // A function that is called from a conversation may stand still itself.
    let outer = self.inspection
    let start = ContinuousClock.now
    self.inspection = inspection
    defer {
      self.inspection = outer
      if outer == nil { pausedTime += ContinuousClock.now - start }
      outlines.forget()
    }
    return onInspection?(inspection) ?? conversation(inspection)
  }

  /// A conversation by questions, for front ends that have none of their own.
  private func conversation(_ inspection: Inspection) -> Bool {
    output.display(inspection.beginning)
    while true {
      let line: String?
      do {
        line = try output.ask(inspection.prompt.first + " ", isHidden: false, until: interrupt)
      } catch {
        interrupt.clear()
        return true
      }
      guard let line else { return false }
      switch inspection.answer(line) {
      case .shown(let bundle): if let bundle { output.display(bundle) }
      case .failed(let diagnostics):
        let renderer = DiagnosticRenderer()
        output.writeError(diagnostics.map { renderer.render($0) }.joined())
      case .over(let stops): return stops
      }
    }
  }
}
