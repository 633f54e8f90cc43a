/// Why a model cannot be trained or used on some data: what is wrong, facts, and what to do.
public struct TrainingError: Error, Sendable, Equatable {
  public var title: String
  public var notes: [String]
  public var help: String?
  /// The argument that is to blame, by its name in the language.
  public var argument: String?

  public init(_ title: String, notes: [String] = [], help: String? = nil, argument: String? = nil) {
    self.title = title
    self.notes = notes
    self.help = help
    self.argument = argument
  }
}
