internal import Evaluation

/// Makes the outline of a session, on the thread that runs its cells.
///
/// It goes through the values in breadth, the youngest variables first, so that a large one does not keep
/// others from being told of; a value that holds itself ends at `deepest`. What is shown of values costs
/// most, and may cost much, as of a large tensor. Hence a budget of time for it: what fits in is shown,
/// and a value that took more than what is left is left out the next time.
struct OutlineMaker {
  /// Fields on the way to a value.
  private static let deepest = 5
  /// Names of one value, and those whose values are looked at.
  private static let mostNames = 1000
  private static let mostChildren = 200
  /// Elements that are looked at of a list, and of a map by numbers the newest.
  private static let mostElements = 8
  private static let mostNumbered = 50
  /// Values that are looked at beside the variables.
  private static let mostValues = 2000
  /// A text that is kept, in bytes; of others, what the prompt shows.
  private static let longestText = 4096
  /// What costs less need not be remembered.
  private static let small = Duration.microseconds(100)

  private struct Pending {
    var value: Value
    var depth: Int
    /// By which its cost is remembered: its path, hashed.
    var path: Int
    /// What it holds means nothing.
    var isStandIn = false
  }

  private let end: ContinuousClock.Instant
  /// What it took to show some values when they were last shown, by their paths.
  private var costs: [Int: Duration]
  private var pending: [Pending] = []
  private var values: [ValueOutline] = []

  private init(_ costs: [Int: Duration], showing budget: Duration) {
    self.costs = costs
    end = .now + budget
  }

  /// `others` go before the variables of the session. What `costs` has learned goes into the next call.
  static func outline(
    _ globals: Globals, _ others: [(name: String, value: Value)], _ library: LibraryOutline,
    costs: inout [Int: Duration], showing budget: Duration
  ) -> SessionOutline {
    var maker = OutlineMaker(costs, showing: budget)
    var variables: [String: Int] = [:]
    let own = globals.definedNames.reversed().lazy.compactMap { name in
      globals.value(of: name).map { (name: name, value: $0) }
    }
    for (name, value) in others + own where variables[name] == nil {
      variables[name] = maker.pending.count
      maker.pending.append(Pending(value: value, depth: 0, path: name.hashValue))
    }
    var place = 0
    while place < maker.pending.count {
      maker.values.append(maker.outline(maker.pending[place]))
      place += 1
    }
    costs = maker.costs
    return SessionOutline(library: library, variables: variables, values: maker.values)
  }

  private mutating func outline(_ item: Pending) -> ValueOutline {
    var outline = ValueOutline(item.value)
    outline.function = item.value.function
    switch item.value.asObject {
    case let map as MapObject:
      let fields = map.firstFields(Self.mostNames)
      outline.members = .keys(fields.map(\.name))
      outline.children = add(fields.lazy.map { .value($0.value) }, below: item)
      outline.elements = addElements(map.lastNumbered(Self.mostNumbered), below: item)
    case let list as ListObject:
      var elements = list.items.prefix(Self.mostElements).enumerated().map {
        ($0.offset, $0.element)
      }
      if let last = list.items.last { elements.append((-1, last)) }
      outline.elements = addElements(elements, below: item)
    case let module as ModuleObject:
      let names = module.names.filter { module.value($0) != nil }
      outline.members = .declarations(names)
      outline.children = add(
        names.lazy.map { module.value($0).map { .value($0) } ?? .unknown }, below: item)
    case let session as SessionObject:
      outline.members = .declarations(session.fieldNames)
      outline.children = add(
        session.fieldNames.lazy.map { session.field($0).map { .value($0) } ?? .unknown },
        below: item)
    case let native as NativeObject:
      outline.summary = item.isStandIn ? "" : native.summary
      outline.members = .fields(native.fieldNames)
      outline.children = add(native.fieldNames.lazy.map { native.glance(at: $0) }, below: item)
    default: break
    }
    outline.shown = item.isStandIn ? .nothing : shown(item)
    return outline
  }

  /// Has the fields of a value looked at later; as many as there is room for.
  private mutating func add(
    _ fields: some Collection<FieldGlance>, below item: Pending
  ) -> Range<Int> {
    let start = pending.count
    guard item.depth < Self.deepest else { return start..<start }
    let room = min(Self.mostChildren, max(Self.mostValues - pending.count, 0))
    for (place, glance) in fields.prefix(room).enumerated() {
      var child = Pending(value: .undefined, depth: item.depth + 1, path: item.path &* 31 &+ place)
      switch glance {
      case .value(let value): (child.value, child.isStandIn) = (value, item.isStandIn)
      case .like(let value): (child.value, child.isStandIn) = (value, true)
      case .unknown: child.isStandIn = true
      }
      pending.append(child)
    }
    return start..<pending.count
  }

  /// The same of elements, by their numbers.
  private mutating func addElements(
    _ elements: [(number: Int, value: Value)], below item: Pending
  ) -> [Int: Int] {
    let places = add(elements.lazy.map { .value($0.value) }, below: item)
    return Dictionary(
      zip(elements.map(\.number), places), uniquingKeysWith: { first, _ in first })
  }

  // MARK: Showing

  private mutating func shown(_ item: Pending) -> ValueOutline.Shown {
    switch item.value {
    case .undefined: return .nothing
    case .none: return .none
    case .bool(let bool): return .bool(bool)
    case .number(let number): return .number(number)
    case .object(let object as StringObject) where object.size <= Self.longestText:
      return .text(object.text)
    case .object: break
    }
    guard !item.value.isFunction else { return .nothing }
    let start = ContinuousClock.now
    let cost = costs[item.path]
    guard start + (cost ?? .zero) < end else { return .nothing }
    // Text alone: what a page shows is drawn from the value when the page asks.
    let bundle = DisplayBundle(text: item.value.display.text)
    let took = ContinuousClock.now - start
    if took > Self.small {
      if costs.count > Self.mostValues { costs = [:] }
      costs[item.path] = took
    } else if cost != nil {
      costs[item.path] = nil
    }
    return .bundle(bundle)
  }
}
