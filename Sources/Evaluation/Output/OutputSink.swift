/// Where everything goes that a program puts out, in the order of the program.
public protocol OutputSink: AnyObject {
  /// What `print` wrote, line breaks included.
  func write(_ text: String)
  /// The same for what is about the program rather than of it, where the two can be told apart.
  func writeError(_ text: String)
  /// What `summary`, `plot` and the like show.
  func display(_ bundle: DisplayBundle)
  /// How far a long work is: replaces what was told before; nil removes it.
  func progress(_ progress: Progress?)
  /// A line about work that is done, such as an epoch: it stays, but is not the program's own output.
  /// The last of `details`, which follow in the line, may be left out where there is no room for them.
  func milestone(_ line: String, details: [String])
  /// The same of a step of the work that `progress` tells of: where that stands in one place until it is over,
  /// it tells of its steps itself.
  func step(_ line: String, details: [String])
  /// A line about a work whose progress nobody can see, where that is so.
  func remark(_ line: String)
  /// Takes back what the cell has put out so far; where it `waits`, once something new comes in its place.
  /// Where what was put out cannot be taken back, nothing happens.
  func clear(waits: Bool)
  /// The same as `write`, by pages where there is a person at a terminal.
  func page(_ text: String)
  /// Whether there is a person who can be asked.
  var canAsk: Bool { get }
  /// What a person answers to a question, without the end of the line; nil where the input is over. An
  /// answer that is hidden is not shown while it is typed. Throws `NativeError` where nobody can be asked,
  /// and `ProgramStopped` where an interrupt ended the waiting.
  func ask(_ question: String, isHidden: Bool, until interrupt: Interrupt) throws -> String?
  /// Whether programs that are started may read what this one reads, as from a terminal.
  var lendsInput: Bool { get }
  /// Runs a program with the terminal as all of its streams, in the place of what is shown here; false where there is
  /// no terminal to be had, and nothing was run.
  func lendTerminal(to run: () throws -> Void) throws -> Bool
  /// Of several processes that run a program together each does by itself what comes now, and speaks of it.
  func standAlone(_ isAlone: Bool)
}

extension OutputSink {
  public func writeError(_ text: String) { write(text) }

  public func milestone(_ line: String) { milestone(line, details: []) }

  public func step(_ line: String, details: [String]) { milestone(line, details: details) }

  public func remark(_ line: String) {}

  public func clear(waits: Bool) {}

  public var lendsInput: Bool { false }

  public func lendTerminal(to run: () throws -> Void) throws -> Bool { false }

  public func standAlone(_ isAlone: Bool) {}

  public func page(_ text: String) { write(text) }

  public var canAsk: Bool { false }

  public func ask(_ question: String, isHidden: Bool, until interrupt: Interrupt) throws -> String?
  {
    throw NativeError("S0336", "nobody can be asked here", notes: ["the question was: \(question)"])
  }
}
