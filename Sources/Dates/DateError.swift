/// Why something is no date.
public struct DateError: Error, Equatable {
  public var title: String
  /// What is wrong with it.
  public var label: String
  public var help: String?

  public init(_ title: String, _ label: String, help: String? = nil) {
    self.title = title
    self.label = label
    self.help = help
  }
}
