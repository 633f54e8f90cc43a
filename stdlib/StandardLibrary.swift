/// The part of the library that is written in setl, embedded in the program.
///
/// What takes a function as argument is written here, since natives never call functions of the
/// language. A new file is a resource in `Package.swift` and a line here.
public enum StandardLibrary {
  /// A file's name, for messages, and its text.
  public static var files: [(name: String, text: String)] {
    [
      ("gradient.setl", PackageResources.gradient_setl),
      ("list.setl", PackageResources.list_setl),
      ("time.setl", PackageResources.time_setl),
      ("training.setl", PackageResources.training_setl),
    ].map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }
  }
}
