import Glibc

/// What the system tells of a process.
enum ProcessTable {
  /// The state of each thread: R runs, S waits.
  static func states(of process: pid_t) -> [String] {
    guard let folder = opendir("/proc/\(process)/task") else { return [] }
    defer { closedir(folder) }
    var states: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      guard let first = fields("/proc/\(process)/task/\(name)/stat").first else { continue }
      states.append(first)
    }
    return states
  }

  /// The device number of its controlling terminal, and the process group in front of it.
  static func terminal(of process: pid_t) -> (device: Int, foreground: Int) {
    let fields = fields("/proc/\(process)/stat")
    guard fields.count > 5 else { return (0, 0) }
    return (Int(fields[4]) ?? 0, Int(fields[5]) ?? 0)
  }

  /// What stands in a `stat` file behind the name, which may hold blanks.
  private static func fields(_ path: String) -> [String] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = read(descriptor, &buffer, buffer.count)
    let text = String(decoding: buffer.prefix(max(count, 0)), as: UTF8.self)
    guard let name = text.lastIndex(of: ")") else { return [] }
    return text[name...].dropFirst().split(separator: " ").map(String.init)
  }
}
