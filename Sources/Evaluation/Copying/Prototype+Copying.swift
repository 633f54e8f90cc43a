extension Prototype {
  /// The values of its constants.
  var constantValues: [Value] {
    Array(UnsafeBufferPointer(start: constants, count: constantCount))
  }

  /// The numbers of the top-level variables that its own code reads, functions within it left out.
  var readGlobals: Set<Int> {
    var numbers: Set<Int> = []
    for position in 0..<count {
      let instruction = code[position]
      switch instruction.operation {
      case .getGlobal: numbers.insert(instruction.wide)
      case .updateGlobal: numbers.insert(Int(instruction.b))
      case .callGlobal: numbers.insert(Int(instruction.c))
      default: break
      }
    }
    return numbers
  }

  /// Whether its own code imports a file.
  var importsFiles: Bool {
    (0..<count).contains { [.importFile, .reloadFile].contains(code[$0].operation) }
  }
}

extension Machine {
  /// The copy of a function of this machine for `other`, which must not run meanwhile, with all that it
  /// reaches; what was imported of files comes along.
  ///
  /// Throws `NativeError` S0330 where something cannot be copied. Cost: what the function reaches.
  public func copy(_ function: FunctionObject, to other: Machine) throws -> FunctionObject {
    let copier = Copier(from: self, to: other)
    defer { other.adopt(copier) }
    return try copier.copyAll { try copier.copy(function) }
  }

  /// A copy for this machine of what a function of `other` gave, whose imported files are not this
  /// machine's.
  public func copy(_ value: Value, from other: Machine) throws -> Value {
    let copier = Copier(from: other, to: self)
    return try copier.copyAll { try copier.copy(value) }
  }
}

/// Native state that a machine for a job begins with a copy of.
public protocol InheritedAttachment: AnyObject {
  func inherited() -> Self
}

extension Attachments {
  /// Begins with copies of what `other` keeps, where that can be inherited.
  public func inherit(from other: Attachments) {
    for (type, object) in other.objects {
      if let object = object as? any InheritedAttachment { objects[type] = object.inherited() }
    }
  }
}
