internal import CReferences

/// What a program computes with.
///
/// Numbers and bools are stored in place; everything else is an object, whose references are counted
/// only where objects move.
public enum Value {
  /// Never seen by a program: an argument that was left out, a name that is not defined yet.
  case undefined
  case none
  case bool(Bool)
  case number(Double)
  case object(Object)

  public static func string(_ text: String) -> Value { .object(StringObject(text)) }
  public static func list(_ items: some Collection<Value>) -> Value { .object(ListObject(items)) }

  /// What a user calls this kind of value.
  public var kind: String {
    switch self {
    case .undefined: "nothing"
    case .none: "none"
    case .bool: "bool"
    case .number: "number"
    case .object(let object): object.kind
    }
  }

  /// The kind with an article, for messages: `a number`, `none`.
  public var kindPhrase: String {
    let kind = kind
    if kind == "none" || kind == "nothing" { return kind }
    return ("aeiou".contains(kind.first ?? "x") ? "an " : "a ") + kind
  }

  public var asObject: Object? { if case .object(let object) = self { object } else { nil } }
  public var asNumber: Double? { if case .number(let number) = self { number } else { nil } }
  public var asString: String? { asStringObject?.text }
  public var asStringObject: StringObject? {
    guard case .object(let object) = self, object.family == .string else { return nil }
    return unsafeDowncast(object, to: StringObject.self)
  }
  public var asList: ListObject? {
    guard case .object(let object) = self, object.family == .list else { return nil }
    return unsafeDowncast(object, to: ListObject.self)
  }
  public var asMap: MapObject? {
    guard case .object(let object) = self, object.family == .map else { return nil }
    return unsafeDowncast(object, to: MapObject.self)
  }

  public var isFunction: Bool {
    guard case .object(let object) = self else { return false }
    return object.family == .function || object.family == .builtin
  }

  /// The whole number that this is, if it is one that an index or a count can be.
  public var asWhole: Int? {
    guard case .number(let number) = self, number == number.rounded(.towardZero),
      abs(number) <= 0x1p53
    else { return nil }
    return Int(number)
  }
}

/// Looking at a value where it lies: to copy one out counts a reference, and the machine looks at several
/// for each step.
///
/// Objects belong to one machine, which runs on one thread at a time, so they are counted without locked
/// instructions: with those, counting took two fifths of a program that works on maps.
extension UnsafeMutablePointer where Pointee == Value {
  /// The byte behind the payload tells the cases apart: those with a payload in their order, then the
  /// others. (A test holds the compiler to it.)
  @inline(__always)
  private var tag: UInt8 { UnsafeRawPointer(self).load(fromByteOffset: 8, as: UInt8.self) }

  @inline(__always)
  var holdsObject: Bool { tag == 2 }

  @inline(__always)
  var holdsNothing: Bool {
    tag == 3 && UnsafeRawPointer(self).load(as: UInt64.self) == 0
  }

  /// The object that lies here, uncounted; only after `holdsObject`.
  @inline(__always)
  var object: Unmanaged<Object> { UnsafeRawPointer(self).load(as: Unmanaged<Object>.self) }

  @inline(__always)
  var rawObject: UnsafeRawPointer { UnsafeRawPointer(self).load(as: UnsafeRawPointer.self) }

  /// As `Value.isContainer`.
  @inline(__always)
  var holdsContainer: Bool {
    holdsObject && ObjectLayout.family(of: rawObject) >= Object.Family.firstContainer.rawValue
  }

  @inline(__always)
  private var mutableObject: UnsafeMutableRawPointer {
    UnsafeRawPointer(self).load(as: UnsafeMutableRawPointer.self)
  }

  /// Where the element of the list that lies here lies under a whole number; nil when here lies no list,
  /// or the number is not within it.
  @inline(__always)
  func element(_ number: Double) -> UnsafeMutablePointer<Value>? {
    guard holdsObject, case let list = rawObject,
      ObjectLayout.family(of: list) == Object.Family.list.rawValue
    else { return nil }
    guard let index = Arithmetic.whole(number),
      UInt(bitPattern: index) < UInt(bitPattern: ObjectLayout.count(of: list))
    else { return nil }
    return ObjectLayout.elements(of: list) + index
  }

  /// Whether the object that lies here is referred to from nowhere else.
  @inline(__always)
  var isOnlyReference: Bool {
    isKnownUniquelyReferenced(
      &UnsafeMutableRawPointer(self).assumingMemoryBound(to: Object.self).pointee)
  }

  /// The elements of the list that lies here and holds `count` of them; nil where there is no such list.
  @inline(__always)
  func elements(_ count: Int) -> UnsafeMutablePointer<Value>? {
    guard holdsObject, case let list = rawObject,
      ObjectLayout.family(of: list) == Object.Family.list.rawValue,
      ObjectLayout.count(of: list) == count
    else { return nil }
    return ObjectLayout.elements(of: list)
  }

  /// Where the value of the map that lies here lies under a name, if it is there where `note` says that
  /// the name was found last.
  @inline(__always)
  func field(
    _ name: UnsafeMutablePointer<Value>, near note: Int32
  ) -> UnsafeMutablePointer<Value>? {
    guard note >= 0, holdsObject, case let map = rawObject,
      ObjectLayout.family(of: map) == Object.Family.map.rawValue,
      Int(note) < ObjectLayout.count(of: map)
    else { return nil }
    let entry = ObjectLayout.entries(of: map) + Int(note)
    guard UnsafeRawPointer(entry).load(as: UnsafeRawPointer.self) == name.rawObject else {
      return nil
    }
    return (UnsafeMutableRawPointer(entry) + MemoryLayout<Value>.stride)
      .assumingMemoryBound(to: Value.self)
  }

  /// The object that lies here when it is of a family, uncounted.
  @inline(__always)
  func object<Kind: Object>(
    _ family: Object.Family, as kind: Kind.Type
  ) -> Unmanaged<Kind>? {
    guard holdsObject, ObjectLayout.family(of: rawObject) == family.rawValue else { return nil }
    return UnsafeRawPointer(self).load(as: Unmanaged<Kind>.self)
  }

  /// Whether what lies here is a value of the bridge.
  @inline(__always)
  var holdsNative: Bool {
    guard holdsObject else { return false }
    let family = ObjectLayout.family(of: rawObject)
    return family == Object.Family.native.rawValue || family == Object.Family.holder.rawValue
  }

  /// Whether the very same bits lie at both.
  @inline(__always)
  func holdsSame(as other: UnsafeMutablePointer<Value>) -> Bool {
    tag == other.tag
      && UnsafeRawPointer(self).load(as: UInt64.self)
        == UnsafeRawPointer(other).load(as: UInt64.self)
  }

  /// As `Value.keyHash`.
  @inline(__always)
  var keyHash: Int? {
    guard let string = object(.string, as: StringObject.self) else { return pointee.keyHash }
    return string._withUnsafeGuaranteedRef { $0.hash }
  }

  /// Writes a number here. Over what is no object it costs two stores.
  @inline(__always)
  func put(_ number: Double) {
    clear()
    initialize(to: .number(number))
  }

  @inline(__always)
  func put(_ bool: Bool) {
    clear()
    initialize(to: .bool(bool))
  }

  /// Copies what lies at `other`; only objects are counted.
  @inline(__always)
  func copy(_ other: UnsafeMutablePointer<Value>) {
    if other.holdsObject { swift_nonatomic_retain(other.mutableObject) }
    let isObject = holdsObject
    let old = UnsafeRawPointer(self).load(as: UInt.self)
    UnsafeMutableRawPointer(self).copyMemory(from: other, byteCount: 16)
    if isObject, let old = UnsafeMutableRawPointer(bitPattern: old) { swift_nonatomic_release(old) }
  }

  /// Copies what lies at `other` to here, where nothing lies.
  @inline(__always)
  func initializeCopy(_ other: UnsafeMutablePointer<Value>) {
    if other.holdsObject { swift_nonatomic_retain(other.mutableObject) }
    UnsafeMutableRawPointer(self).copyMemory(from: other, byteCount: 16)
  }

  /// Moves what lies at `other` here; nothing is left there.
  @inline(__always)
  func take(_ other: UnsafeMutablePointer<Value>) {
    let isObject = holdsObject
    let old = UnsafeRawPointer(self).load(as: UInt.self)
    UnsafeMutableRawPointer(self).copyMemory(from: other, byteCount: 16)
    other.initialize(to: .undefined)
    if isObject, let old = UnsafeMutableRawPointer(bitPattern: old) { swift_nonatomic_release(old) }
  }

  /// Forgets what lies here, if it is an object.
  @inline(__always)
  func clear() {
    guard holdsObject else { return }
    let old = mutableObject
    initialize(to: .undefined)
    swift_nonatomic_release(old)
  }

  /// The number that is known to lie here.
  @inline(__always)
  var number: Double { UnsafeRawPointer(self).load(as: Double.self) }

  @inline(__always)
  var holdsNumber: Bool { tag == 1 }

  /// The bool that lies here, if it is one.
  @inline(__always)
  var bool: Bool? { tag == 0 ? UnsafeRawPointer(self).load(as: UInt8.self) & 1 != 0 : nil }

}
