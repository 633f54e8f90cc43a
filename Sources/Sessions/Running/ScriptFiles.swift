public import Evaluation
internal import Glibc
internal import Syntax
internal import WholeFiles

/// Files of the file system, found from the folder of the file that imports them.
public struct ScriptFiles: FileSource {
  public init() {}

  /// No program that a person wrote is as long; a device may have no end.
  public static let longest = 16 << 20

  public func read(
    _ path: String, relativeTo importer: String, until interrupt: Interrupt
  ) throws -> ImportedText {
    var place = path
    if !path.hasPrefix("/"), let slash = importer.lastIndex(of: "/") {
      place = String(importer[...slash]) + path
    }
    return ImportedText(
      source: SourceText(name: place, text: try Self.text(of: place, until: interrupt)),
      identity: Self.identity(of: place))
  }

  /// The path without links and detours; of a file that has several names, its place on the disk.
  private static func identity(of path: String) -> String {
    var status = stat()
    if stat(path, &status) == 0, status.st_nlink > 1 {
      return "\(status.st_dev):\(status.st_ino)"
    }
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }

  /// The text of a file, or of what a pipe brings. Throws `NativeError` where it is missing, a folder, too
  /// long or not UTF-8, and `ProgramStopped` where an interrupt ended the waiting.
  public static func text(
    of path: String, until interrupt: Interrupt, atMost limit: Int = longest
  ) throws -> String {
    var opened: Int32?
    do throws(WholeFile.Failure) {
      opened = try WholeFile.open(path, shouldStop: { interrupt.isRequested })
    } catch {
      throw NativeError("S0309", "cannot open `\(path)`", notes: [error.reason])
    }
    guard let descriptor = opened else { throw ProgramStopped() }
    defer { close(descriptor) }
    return try text(of: descriptor, name: path, until: interrupt, atMost: limit)
  }

  /// The same of an open file, such as standard input.
  public static func text(
    of descriptor: Int32, name: String, until interrupt: Interrupt, atMost limit: Int = longest
  ) throws -> String {
    var found: [UInt8]?
    do throws(WholeFile.Failure) {
      found = try WholeFile.bytes(
        of: descriptor, named: name, atMost: limit, shouldStop: { interrupt.isRequested })
    } catch {
      throw NativeError("S0309", "cannot read `\(name)`", notes: [error.reason])
    }
    guard var bytes = found else { throw ProgramStopped() }
    // The mark that some editors put before UTF-8 is no part of the text.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw NativeError("S0309", "`\(name)` is not UTF-8", help: "save it as UTF-8")
    }
    return text
  }
}
