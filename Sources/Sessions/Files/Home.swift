internal import Glibc
internal import WholeFiles

/// The folder of what setl keeps for a person: history, journals, data.
public enum Home {
  /// `SETL_HOME`, else `setl` in the user's data directory.
  public static var folder: String {
    func variable(_ name: String) -> String? {
      getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
    }
    return WrittenPath.lasting(
      variable("SETL_HOME") ?? variable("XDG_DATA_HOME").map { $0 + "/setl" }
        ?? (WrittenPath.home ?? ".") + "/.local/share/setl")
  }

  /// Makes a folder and those it stands in, readable by their owner alone; those that are there stay as
  /// they are. Whether the folder is there then shows when something is written to it.
  static func makeFolder(_ path: String) { try? Folder.make(path, rights: 0o700) }
}

/// The seconds since 1970.
func unixTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
