public import Evaluation
internal import Glibc
public import Syntax
internal import WholeFiles

/// Files of the file system, found from the folder of the file that imports them.
public struct ScriptFiles: FileSource {
  public init() {}

  /// No program that a person wrote is as long; a device may have no end.
  public static let longest = 16 << 20

  public func read(
    _ path: String, relativeTo importer: SourceText, until interrupt: Interrupt
  ) throws -> ImportedText {
    let path = WrittenPath.place(of: path)
    var (name, place) = (path, path)
    if !path.hasPrefix("/") {
      let folder = importer.name.lastIndex(of: "/").map { String(importer.name[...$0]) } ?? ""
      name = folder + path
      place = importer.folder.map { $0 + "/" + path } ?? name
    }
    place = WrittenPath.lasting(place)
    // Before it is read: what is written meanwhile is seen.
    let stamp = self.stamp(of: place)
    return ImportedText(
      source: SourceText(
        name: name, text: try Self.text(of: place, named: name, until: interrupt),
        folder: Self.folder(of: place)),
      identity: Self.identity(of: place), place: place, stamp: stamp)
  }

  /// The folder of a file, whatever the working folder will be.
  public static func folder(of path: String) -> String {
    let place = WrittenPath.lasting(path)
    return place.lastIndex(of: "/").map { String(place[..<$0]) } ?? "."
  }

  public func stamp(of place: String) -> FileStamp? {
    var status = stat()
    guard stat(place, &status) == 0 else { return nil }
    return FileStamp([
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec, Int(status.st_size),
      Int(truncatingIfNeeded: status.st_ino),
    ])
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
    of path: String, named name: String? = nil, until interrupt: Interrupt,
    atMost limit: Int = longest
  ) throws -> String {
    let name = name ?? path
    var opened: Int32?
    do throws(WholeFile.Failure) {
      opened = try WholeFile.open(path, shouldStop: { interrupt.isRequested })
    } catch {
      throw NativeError("S0309", "cannot open `\(name)`", notes: [error.reason])
    }
    guard let descriptor = opened else { throw ProgramStopped() }
    defer { close(descriptor) }
    return try text(of: descriptor, name: name, until: interrupt, atMost: limit)
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
