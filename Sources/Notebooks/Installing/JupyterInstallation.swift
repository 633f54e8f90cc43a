public import Evaluation
internal import Glibc
internal import JSON
internal import JupyterFiles
internal import Sessions
internal import WholeFiles

/// The kernel and the extension that colours the language, in a folder where Jupyter looks.
///
/// Both stand there or neither does: they are written beside their places, and moved there when they are whole.
public struct JupyterInstallation {
  private let folder: String

  /// Such as `~/.local/share/jupyter`.
  public init(in folder: String) { self.folder = folder }

  private var kernel: String { folder + "/kernels/setl" }
  private var labExtension: String { folder + "/labextensions/setl" }

  /// Writes both, in the place of older ones; `program` is the command that Jupyter starts. Gives the folders. Throws
  /// `NativeError`.
  public func install(program: String) throws(NativeError) -> [String] {
    try changed { work throws(WholeFile.Failure) in
      let description = Array((Self.kernelDescription(program) + "\n").utf8)
      try Self.write([("kernel.json", description)] + JupyterFiles.logos, to: work + "/kernel")
      try Self.write(JupyterFiles.labExtension, to: work + "/extension")
      try Folder.make(folder + "/kernels")
      try Folder.make(folder + "/labextensions")
      try Folder.move([
        (work + "/kernel", kernel, work + "/kernel.old"),
        (work + "/extension", labExtension, work + "/extension.old"),
      ])
    }
    return [kernel, labExtension]
  }

  /// Removes both, and gives the folders that were there. Throws `NativeError`, also where there is neither.
  public func uninstall() throws(NativeError) -> [String] {
    let found = [kernel, labExtension].filter { path in
      var status = stat()
      return lstat(path, &status) == 0
    }
    guard !found.isEmpty else {
      throw NativeError(
        "S0503", "there is no kernel setl in `\(folder)`",
        help: "jupyter kernelspec list  tells where it is; name that place as at the installation")
    }
    try changed { work throws(WholeFile.Failure) in
      try Folder.move(found.enumerated().map { (nil, $1, "\(work)/\($0)") })
    }
    return found
  }

  /// What Jupyter knows of the kernel.
  private static func kernelDescription(_ program: String) -> String {
    let argv = [program, "kernel", "run", "{connection_file}"]
    return JSONValue.object([
      .init("argv", .array(argv.map { .string($0) })),
      .init("display_name", .string(NotebookLanguage.name)),
      .init("language", .string(NotebookLanguage.name)),
      .init("interrupt_mode", .string("message")),
      .init("kernel_protocol_version", .string("5.5")),
      .init(
        "metadata", .object([.init("supported_encryption", .array([.string("curve")]))])),
    ]).text(.indented)
  }

  // MARK: Files

  private static func write(
    _ files: [(path: String, bytes: [UInt8])], to folder: String
  ) throws(WholeFile.Failure) {
    for file in files {
      let path = folder + "/" + file.path
      try Folder.make(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
      try WholeFile.write(file.bytes, to: path, isLasting: false)
    }
  }

  /// Does `change` with a folder beside the places, which is gone afterwards.
  private func changed(
    _ change: (_ work: String) throws(WholeFile.Failure) -> Void
  ) throws(NativeError) {
    let work = "\(folder)/setl-\(getpid()).part"
    do throws(WholeFile.Failure) {
      try Folder.make(work)
      removeLeftovers()
      do throws(WholeFile.Failure) {
        try change(work)
      } catch {
        try? Folder.remove(work)
        throw error
      }
      try Folder.remove(work)
    } catch {
      throw NativeError(
        "S0503", "the kernel cannot be put into or taken from `\(folder)`",
        notes: ["\(error.path): \(error.reason)"],
        help:
          "choose another place with --user, --sys-prefix or --prefix, or ask who may write there")
    }
  }

  /// Removes what was left over by processes that were killed.
  private func removeLeftovers() {
    for name in Folder.names(in: folder) where name.hasPrefix("setl-") && name.hasSuffix(".part") {
      guard let process = Int32(name.dropFirst(5).dropLast(5)), process != getpid(), process > 0,
        kill(process, 0) != 0, errno == ESRCH
      else { continue }
      try? Folder.remove(folder + "/" + name)
    }
  }
}
