/// A value that says of each text whether it fits, such as a pattern.
public protocol TextMatching: NativeObject {
  func fits(_ text: String, _ context: CallContext) throws -> Bool
}
