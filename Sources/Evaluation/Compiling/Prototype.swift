internal import Syntax

/// A function's code: what all closures made from it share.
final class Prototype {
  struct Parameter {
    var name: String
    var isRequired: Bool
    var takesRest: Bool
    /// The kind that it is declared to have.
    var kind: String?
    /// Its default, as it is written.
    var defaultText: String?
  }

  /// Where a captured variable is found when a closure is made: a register of the function around it, or
  /// one that this has captured itself.
  struct Capture {
    var isRegister: Bool
    var index: Int
  }

  /// Where a variable lies, and between which instructions it does so.
  struct Place {
    var name: String
    var register: Int
    var isCell: Bool
    var start: Int
    var end: Int
  }

  /// What messages need of a call or a subscript.
  struct Site {
    enum Item { case value, spread, named(String) }
    /// The function or method that is called.
    var name: String?
    var items: [Item] = []
    var spans: [Span] = []
    /// Where the names of named arguments stand.
    var nameSpans: [String: Span] = [:]
    /// For a subscript, which of start, end and step are given, an item each.
    var slices: [Slice] = []
    var isPlain: Bool { items.allSatisfy { if case .value = $0 { true } else { false } } }
  }

  enum Slice { case value, slice(hasStart: Bool, hasEnd: Bool, hasStep: Bool) }

  let name: String?
  let source: SourceText
  let span: Span
  let documentation: String?
  let parameters: [Parameter]
  let signature: String
  let registers: Int
  let code: UnsafeMutablePointer<Instruction>
  let count: Int
  let constants: UnsafeMutablePointer<Value>
  let constantCount: Int
  let inner: [Prototype]
  let captures: [Capture]
  let captureNames: [String]
  let places: [Place]
  let sites: [Site]
  /// (instructions): the site of a call or subscript, −1 without; of a field, where it was found last.
  let notes: UnsafeMutablePointer<Int32>
  let formats: [FormatSpecification]
  /// (instructions): what each was compiled from.
  let spans: [Span]
  /// By instruction: the sides of an operator, for errors that are about both.
  let sides: [Int: (left: Span, right: Span)]
  let globals: Globals
  /// What is told of the function.
  private(set) lazy var description = FunctionDescription(self)
  /// Every parameter must be given, so that a plain call needs no matching.
  let isPlain: Bool

  init(_ draft: FunctionDraft) {
    name = draft.name
    source = draft.source
    span = draft.span
    documentation = draft.documentation
    parameters = draft.parameters
    signature = draft.signature
    registers = draft.highestRegister + 1
    count = draft.code.count
    code = .allocate(capacity: max(draft.code.count, 1))
    code.initialize(from: draft.code, count: draft.code.count)
    constantCount = draft.constants.count
    constants = .allocate(capacity: max(draft.constants.count, 1))
    constants.initialize(from: draft.constants, count: draft.constants.count)
    inner = draft.inner
    captures = draft.captures.map { $0.capture }
    captureNames = draft.captures.map { $0.name }
    places = draft.places
    sites = draft.sites
    notes = .allocate(capacity: max(draft.code.count, 1))
    notes.initialize(repeating: -1, count: draft.code.count)
    for (position, site) in draft.siteNumbers {
      notes[position] = Int32(truncatingIfNeeded: site)
    }
    formats = draft.formats
    spans = draft.spans
    sides = draft.sides
    globals = draft.globals
    isPlain = draft.parameters.allSatisfy { $0.isRequired && !$0.takesRest }
  }

  /// The same code for another machine, which writes notes of its own beside it.
  init(_ other: Prototype, constants values: [Value], inner: [Prototype], globals: Globals) {
    name = other.name
    source = other.source
    span = other.span
    documentation = other.documentation
    parameters = other.parameters
    signature = other.signature
    registers = other.registers
    count = other.count
    code = .allocate(capacity: max(other.count, 1))
    code.initialize(from: other.code, count: other.count)
    constantCount = values.count
    constants = .allocate(capacity: max(values.count, 1))
    constants.initialize(from: values, count: values.count)
    self.inner = inner
    captures = other.captures
    captureNames = other.captureNames
    places = other.places
    sites = other.sites
    notes = .allocate(capacity: max(other.count, 1))
    notes.initialize(from: other.notes, count: other.count)
    formats = other.formats
    spans = other.spans
    sides = other.sides
    self.globals = globals
    isPlain = other.isPlain
  }

  /// What is told of the call or subscript at a position.
  func site(_ position: Int) -> Site? {
    guard position >= 0, position < count, sites.indices.contains(Int(notes[position])) else {
      return nil
    }
    switch code[position].operation {
    case .getField, .setField: return nil
    default: return sites[Int(notes[position])]
    }
  }

  deinit {
    notes.deallocate()
    code.deinitialize(count: count)
    code.deallocate()
    constants.deinitialize(count: constantCount)
    constants.deallocate()
  }
}

extension Prototype.Site {
  /// What stands between the parentheses, and before the dot.
  func arguments(in source: SourceText) -> [ForeignArgument] {
    spans.enumerated().map { place, span in
      let text = source.text(in: span)
      return switch items.indices.contains(place) ? items[place] : .value {
      case .value: ForeignArgument(text)
      case .spread: ForeignArgument("..." + text)
      case .named(let name): ForeignArgument(text, named: name)
      }
    }
  }
}
