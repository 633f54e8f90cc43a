extension Keyword {
  /// What a word does, as those who colour programs tell words apart.
  public enum Role: String, Sendable, CaseIterable {
    case declaration, control, `operator`, constant
  }

  public var role: Role {
    switch self {
    case .let, .fn, .import: .declaration
    case .if, .else, .while, .for, .in, .break, .continue, .return, .yield, .try, .catch, .throw:
      .control
    case .and, .or, .not: .operator
    case .true, .false, .none: .constant
    }
  }
}
