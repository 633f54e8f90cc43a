public import Evaluation
internal import Glibc
internal import WholeFiles

/// Where a Jupyter looks for kernels and extensions.
public enum JupyterPlace: Sendable, Equatable {
  /// The person's own folder.
  case user
  /// Below the folder of an installation, such as `/usr/local` or a Python environment.
  case prefix(String)
  /// Below the Python environment that is active, or else that of the first `python3`.
  case environment

  /// The folder, by the variables of the environment. Throws `NativeError` where there is none.
  public func folder(_ variable: (String) -> String? = Self.variable) throws(NativeError) -> String
  {
    switch self {
    case .user: return try Self.userFolder(variable)
    case .prefix(let path): return Self.absolute(path) + "/share/jupyter"
    case .environment:
      guard let prefix = Self.environmentPrefix(variable) else {
        throw NativeError(
          "S0503", "there is no Python environment here",
          notes: ["none is active, and there is no python3 among the programs"],
          help: "activate one, or name its folder:  setl kernel install --prefix FOLDER")
      }
      return prefix + "/share/jupyter"
    }
  }

  private static func userFolder(
    _ variable: (String) -> String?
  ) throws(NativeError) -> String {
    if let folder = variable("JUPYTER_DATA_DIR") { return absolute(folder) }
    #if !os(macOS)
      if let data = variable("XDG_DATA_HOME") { return absolute(data) + "/jupyter" }
    #endif
    guard let home = variable("HOME") else {
      throw NativeError(
        "S0503", "it is not known where your files are",
        notes: ["neither HOME nor JUPYTER_DATA_DIR is set"],
        help: "name a folder:  setl kernel install --prefix FOLDER")
    }
    #if os(macOS)
      return home + "/Library/Jupyter"
    #else
      return home + "/.local/share/jupyter"
    #endif
  }

  private static func environmentPrefix(_ variable: (String) -> String?) -> String? {
    if let prefix = variable("VIRTUAL_ENV") ?? variable("CONDA_PREFIX") { return absolute(prefix) }
    for folder in (variable("PATH") ?? "").split(separator: ":") where folder.hasSuffix("/bin") {
      if access(folder + "/python3", X_OK) == 0 { return absolute(String(folder.dropLast(4))) }
    }
    return nil
  }

  /// A path that means the same from every folder.
  private static func absolute(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    guard !path.hasPrefix("/"), let here = getcwd(nil, 0) else { return path == "/" ? "" : path }
    defer { free(here) }
    return "\(String(cString: here))/\(path)"
  }

  /// A variable of the process, where it says something.
  public static func variable(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }
}
