internal import Evaluation
internal import Glibc
public import Syntax
internal import WholeFiles

/// Files of the file system, found from the folder of the file that imports them.
public struct ScriptFiles: FileSource {
  public init() {}

  public func read(_ path: String, relativeTo importer: String) throws -> SourceText {
    var place = path
    if !path.hasPrefix("/"), let slash = importer.lastIndex(of: "/") {
      place = String(importer[...slash]) + path
    }
    return SourceText(name: place, text: try Self.text(of: place))
  }

  /// The text of a file. Throws `NativeError`: it is missing, a folder, or not UTF-8.
  public static func text(of path: String) throws -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw NativeError(
        "S0309", "cannot open `\(path)`", notes: [String(cString: strerror(errno))])
    }
    defer { close(descriptor) }
    return try text(of: descriptor, name: path)
  }

  /// All text of an open file, such as standard input.
  public static func text(of descriptor: Int32, name: String) throws -> String {
    guard var bytes = WholeFile.bytes(of: descriptor) else {
      throw NativeError("S0309", "cannot read `\(name)`", notes: [String(cString: strerror(errno))])
    }
    // The mark that some editors put before UTF-8 is no part of the text.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw NativeError("S0309", "`\(name)` is not UTF-8", help: "save it as UTF-8")
    }
    return text
  }
}
