/// The part of the library that is written in setl, embedded in the program.
///
/// What takes a function as argument is written here, since natives never call functions of the
/// language. A new file is a resource in `Package.swift` and a line here.
public enum StandardLibrary {
  /// A file's name, for messages, the topic that its functions belong to, and its text.
  public static var files: [(name: String, topic: String, text: String)] {
    [
      ("gradient.setl", "Tensors", PackageResources.gradient_setl),
      ("list.setl", "Lists and maps", PackageResources.list_setl),
      ("own.setl", "Training", PackageResources.own_setl),
      ("processes.setl", "Session", PackageResources.processes_setl),
      ("session.setl", "Session", PackageResources.session_setl),
      ("table.setl", "Tables", PackageResources.table_setl),
      ("time.setl", "Output and help", PackageResources.time_setl),
      ("training.setl", "Training", PackageResources.training_setl),
    ].map { ($0.0, $0.1, String(decoding: $0.2, as: UTF8.self)) }
  }
}
