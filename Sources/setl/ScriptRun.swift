internal import Evaluation
internal import Glibc
internal import Processes
internal import Repl
internal import Sessions
internal import Syntax

/// A script from where it comes to the end of the process.
struct ScriptRun {
  let session: Session
  let output: TerminalOutput
  /// The processes that run it together; nil where there is one.
  let company: Company?
  let setl: Setl

  func runFile(_ path: String, _ arguments: [String]) -> Never {
    do {
      let text = try ScriptFiles.text(of: path, until: session.interrupt)
      try company?.group.expectSame(text.utf8, "script")
      run(text, name: path, folder: ScriptFiles.folder(of: path), arguments: arguments)
    } catch {
      fail(error)
    }
  }

  /// Of several processes the first one has it.
  func runStandardInput(_ arguments: [String]) -> Never {
    func text() throws -> String {
      try ScriptFiles.text(of: STDIN_FILENO, name: "standard input", until: session.interrupt)
    }
    do {
      output.refuseQuestions()
      let script =
        try company.map {
          String(decoding: try $0.group.once { Array(try text().utf8) }, as: UTF8.self)
        } ?? text()
      run(script, name: "<standard input>", arguments: arguments)
    } catch {
      fail(error)
    }
  }

  func run(
    _ text: String, name: String, folder: String? = nil, arguments: [String]
  ) -> Never {
    do {
      try company?.group.expectSame(
        arguments.joined(separator: "\0").utf8, "list of arguments",
        help:
          "the processes train one model together; for runs of their own give all the same, and see"
          + "  help(alone)")
    } catch {
      fail(error)
    }
    finish(session.runScript(text, name: name, folder: folder, arguments: arguments).end)
  }

  /// Tells what went wrong, and ends with the status that says so.
  func finish(_ end: Session.Result.End) -> Never {
    output.flush()
    switch end {
    case .finished:
      let jobs = session.finishJobs()
      let status: Int32 = if case .failed = jobs { 1 } else { 0 }
      leave(session.interrupt.wasRequested ? 130 : status)
    case .left(let status): leave(status)
    case .interrupted:
      stop(status: 130) { Streams.error("interrupted\n") }
    case .failed(let diagnostics):
      stop(status: 1) {
        for notice in session.notices.take() { output.milestone(notice.line) }
        setl.tell(diagnostics)
      }
    }
  }

  /// The program has failed, or was stopped.
  private func stop(status: Int32, tell: () -> Void) -> Never {
    output.flush()
    if let company { company.fail(status: status, tell: tell) }
    tell()
    leave(status)
  }

  /// Ends the process, and the jobs that run with it.
  func leave(_ status: Int32) -> Never {
    output.flush()
    var status = status
    if let failure = output.failure {
      Streams.error("setl: the output could not be written: \(failure)\n")
      status = max(status, 1)
    }
    // What is torn down at an exit must not be while a thread uses it.
    let areJobsOver = session.stopJobs(within: 500)
    if let company {
      do {
        status = try company.end(status: status)
      } catch {
        fail(error)
      }
    }
    guard areJobsOver else { _exit(status) }
    Glibc.exit(status)
  }

  private func fail(_ error: any Error) -> Never {
    let told: any Error = (error as? ProcessError).map { NativeError($0) } ?? error
    guard let company else { setl.fail(told) }
    guard !(told is ProgramStopped) else { stop(status: 130) { Streams.error("interrupted\n") } }
    company.fail(status: 1) { setl.tell(told) }
  }
}
