internal import Dispatch
public import Evaluation
internal import Glibc
internal import Notebooks
public import Sessions

/// A session behind Jupyter's protocol, version 5.5.
///
/// Two threads: the one that calls `run` is the session's and runs cells; the other has the sockets, and
/// answers all else while a cell runs (`Switchboard`).
public struct Kernel {
  private let connection: ConnectionFile
  private let version: String

  /// `bytes` are those of a connection file. Throws what keeps a kernel from following it.
  public init(connectionFile bytes: [UInt8], version: String) throws(KernelError) {
    connection = try ConnectionFile(bytes)
    self.version = version
  }

  /// Runs until a front end, a signal or the end of the parent ends it. `makeSession` makes the session, which
  /// writes to what it is given and keeps its cells in what is at `history`. Throws what keeps the kernel from
  /// beginning.
  public func run(
    history: String?, interrupt: Interrupt, makeSession: (any OutputSink) throws -> Session
  ) throws {
    let wishes = Wishes()
    let context = try SocketContext()
    let sockets = try Sockets(connection, in: context)
    let work = CellWork(interrupt)
    let outlet = Outlet()
    let shown = ShownOutputs()
    let sink = RequestSink(outlet: outlet, work: work, shown: shown)
    let session = try makeSession(sink.makePage())
    let shelf = OutlineShelf()
    session.onOutline = { [unowned session] in shelf.put($0, session: session.history.number) }
    shelf.put(session.outline, session: nil)
    session.onReplay = { sink.replay() }
    session.refusalToLeave = NativeError(
      "S0340", "a notebook is left by its page, and not by a cell",
      help: "stop the kernel there:  Kernel, Shut Down;  `throw` ends a cell")
    let switchboard = Switchboard(
      sockets: sockets,
      wire: Wire(sockets, Messenger(Signer(key: connection.key)), Log()),
      work: work, outlet: outlet,
      answers: Answers(outline: shelf, history: History(folder: history), version: version),
      notices: session.notices, jobs: session.jobsProgress, wishes: wishes)
    let cellsAreOver = DispatchSemaphore(value: 0)
    let isGone = DispatchSemaphore(value: 0)
    // Unchecked: all of it is the other thread's alone from here on.
    nonisolated(unsafe) let answering = {
      switchboard.run()
      sockets.close()
      context.end()
      // A cell that does not hear that it is to end, ends with the process.
      if cellsAreOver.wait(timeout: .now() + .seconds(1)) == .timedOut { _exit(0) }
      isGone.signal()
    }
    DispatchQueue(label: "sockets").async { answering() }
    CellRunner(session: session, work: work, outlet: outlet, sink: sink).run()
    cellsAreOver.signal()
    isGone.wait()
  }
}
