/// Why data could not be had: what is wrong, where, and what to do about it.
public struct DataError: Error, Sendable, Equatable {
  public enum Kind: Sendable {
    case missing, damaged, notText, badRecord, badLabels, badOption
  }

  public var kind: Kind
  /// In a few words, without a capital or a full stop.
  public var title: String
  /// Facts, a line each.
  public var notes: [String]
  /// What to do.
  public var help: String?

  public init(_ kind: Kind, _ title: String, notes: [String] = [], help: String? = nil) {
    self.kind = kind
    self.title = title
    self.notes = notes
    self.help = help
  }
}
