import Glibc

/// The modes of a terminal, as `stty` shows them.
struct TerminalModes: Equatable, CustomStringConvertible {
  var input: UInt32
  var output: UInt32
  var control: UInt32
  var local: UInt32
  var characters: [UInt8]

  init(of descriptor: Int32) {
    var modes = termios()
    tcgetattr(descriptor, &modes)
    input = modes.c_iflag
    output = modes.c_oflag
    control = modes.c_cflag
    local = modes.c_lflag
    characters = withUnsafeBytes(of: &modes.c_cc) { Array($0) }
  }

  /// Lines are edited by the system, and given when Enter is pressed.
  var isByLine: Bool { local & UInt32(ICANON) != 0 }
  var echoes: Bool { local & UInt32(ECHO) != 0 }
  /// Ctrl-C sends a signal.
  var sendsSignals: Bool { local & UInt32(ISIG) != 0 }

  /// Ctrl-S stops what is written, and Ctrl-Q lets it go on.
  var stopsAtControlS: Bool { input & UInt32(IXON) != 0 }

  var description: String {
    "input \(input) output \(output) control \(control) local \(local) characters \(characters)"
  }
}
