internal import Evaluation

/// What completion and inspection need of a value, and nothing of the value itself.
struct ValueOutline: Sendable {
  /// What can follow a dot.
  enum Members: Sendable {
    case none
    /// Keys of a map, some of which are no names.
    case keys([String])
    case fields([String])
    /// Functions and values of its own: nothing else takes what stands before the dot.
    case declarations([String])

    var names: [String] {
      switch self {
      case .none: []
      case .keys(let names), .fields(let names), .declarations(let names): names
      }
    }
  }

  /// What the prompt shows of it.
  enum Shown: Sendable {
    case bundle(DisplayBundle)
    /// Made when it is asked for.
    case none
    case bool(Bool)
    case number(Double)
    case text(String)
    /// It takes too long to make, or the value itself is not there.
    case nothing
  }

  /// False of what is there and cannot be told of.
  let isKnown: Bool
  let kind: String
  let traits: ValueTraits
  /// A value of the bridge on one line.
  var summary = ""
  /// It is a function.
  var function: FunctionDescription?
  var members = Members.none
  /// Where the outlines of the first members stand.
  var children = 0..<0
  /// Where those of some elements stand, by their numbers; of a list the last one is −1.
  var elements: [Int: Int] = [:]
  var shown = Shown.nothing

  init(_ value: Value) {
    isKnown = if case .undefined = value { false } else { true }
    kind = value.kind
    traits = ValueTraits(value)
  }

  /// Where the outline of what a step leads to stands. The elements of a list are taken to be alike.
  func place(of step: PathStep) -> Int? {
    switch step {
    case .name(let name), .key(let name):
      guard let place = members.names.prefix(children.count).firstIndex(of: name) else {
        return nil
      }
      return children.lowerBound + place
    case .index(let index):
      if let place = elements[index] { return place }
      return traits == .list ? elements[index < 0 ? -1 : 0] : nil
    }
  }

  /// A value that a program declared as a function, and not a native under another name.
  var isWritten: Bool {
    if case .written = function?.story { true } else { false }
  }

  /// As the prompt shows it; where that is not known, what it is.
  var display: DisplayBundle {
    switch shown {
    case .bundle(let bundle): bundle
    case .none: Value.none.display
    case .bool(let bool): Value.bool(bool).display
    case .number(let number): Value.number(number).display
    case .text(let text): Value.string(text).display
    case .nothing: DisplayBundle(text: summary.isEmpty ? kind : summary)
    }
  }
}
