/// Where help and the reference put a function, by the title of its page.
///
/// The language has a few of its own; what stands on it adds others in an extension. They are told in the
/// order in which they first appear among the declarations.
public struct Topic: Sendable, Hashable {
  public let title: String
  public init(_ title: String) { self.title = title }

  public static let output = Topic("Output and help")
  public static let numbers = Topic("Numbers")
  public static let strings = Topic("Strings")
  public static let lists = Topic("Lists and maps")
  public static let session = Topic("Session")
  public static let system = Topic("System")
  public static let findingFaults = Topic("Finding faults")
}
