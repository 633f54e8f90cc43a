public import Processes
public import Syntax

/// What a native may use of the machine that called it.
public final class CallContext {
  public let output: any OutputSink
  public let interrupt: Interrupt
  public let library: Library
  /// Native state that lasts as long as the machine, one object a type.
  public let attachments: Attachments
  /// Where trainings are kept; nil where nothing is to be brought back.
  public internal(set) var journal: (any TrainingJournal)?
  /// The processes that a launcher started to run the program together; nil where there is one.
  private let company: (any ProcessGroup)?
  /// What runs now each process does by itself.
  public var isAlone = false
  /// What ended the last program that failed.
  public internal(set) var lastFailure: [Diagnostic] = []

  init(
    output: any OutputSink, interrupt: Interrupt, library: Library, attachments: Attachments,
    company: (any ProcessGroup)?
  ) {
    self.company = company
    self.output = output
    self.interrupt = interrupt
    self.library = library
    self.attachments = attachments
  }

  /// The processes that do together what the program does now; nil where this one does it by itself.
  public var group: (any ProcessGroup)? { isAlone ? nil : company }

  /// Ends a native where the program is to stop, or holds too much memory: for those that may take long, to
  /// be asked again and again. Costs next to nothing.
  @inline(__always)
  public func checkStop() throws {
    if interrupt.isToBeLookedAt { try interrupt.look() }
  }

  /// What `transform` gives of each element; asks now and then whether to stop.
  public func map<Elements: Sequence, Result>(
    _ elements: Elements, _ transform: (Elements.Element) throws -> Result
  ) throws -> [Result] {
    var results: [Result] = []
    func check(_ count: Int) throws {
      try MemoryBudget.check(Double(count * MemoryLayout<Result>.stride), for: "the list")
    }
    try check(elements.underestimatedCount)
    results.reserveCapacity(elements.underestimatedCount)
    for element in elements {
      if results.count & 0xFF == 0 { try checkStop() }
      if results.count == results.capacity { try check(2 * results.count) }
      results.append(try transform(element))
    }
    return results
  }
}

/// Objects that natives keep between calls: the random source, the number of threads.
public final class Attachments {
  var objects: [ObjectIdentifier: AnyObject] = [:]

  public init() {}

  /// Everything is as at the start again.
  public func forget() { objects = [:] }

  /// The object of type `type`, made at its first use.
  public func object<Kept: AnyObject>(_ type: Kept.Type, make: () -> Kept) -> Kept {
    if let known = objects[ObjectIdentifier(type)] as? Kept { return known }
    let made = make()
    objects[ObjectIdentifier(type)] = made
    return made
  }
}
