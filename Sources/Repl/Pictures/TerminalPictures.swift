internal import Evaluation
internal import FoundationEssentials
internal import Glibc

/// Shows pictures on a terminal: in its own way where it has one, else in characters.
///
/// One that is known to understand the question is asked at the first picture, never before. Others may show
/// it, or take it for something else: tmux and screen, which stand between, make it the title of a window.
struct TerminalPictures {
  private enum Manner {
    case kitty, iTerm, characters
  }

  private var manner: Manner?
  /// What was typed while the terminal was asked, and could not be given back to it.
  private(set) var typed: [UInt8] = []
  private let isColoured = getenv("NO_COLOR") == nil && Self.environment("TERM") != "dumb"

  /// What to write to the terminal for a picture.
  mutating func text(of picture: any Picture) -> String {
    let (rows, columns) = Window.usualSize
    switch askedManner() {
    case .kitty:
      if let (png, width) = png(of: picture, columns) { return Self.kitty(png, width) }
    case .iTerm:
      if let (png, width) = png(of: picture, columns) { return Self.iTerm(png, width) }
    case .characters: break
    }
    // The line of the result and the next prompt are seen with it.
    return picture.text(columns: min(columns - 1, 80), rows: rows - 2, isColoured: isColoured)
  }

  private mutating func askedManner() -> Manner {
    if let manner { return manner }
    let found = findManner()
    manner = found
    return found
  }

  private mutating func findManner() -> Manner {
    guard Self.understandsQuestion, let (answer, typed) = TerminalQuestion.ask() else {
      return .characters
    }
    self.typed += typed
    if answer.takesKittyPictures { return .kitty }
    let name = answer.version ?? Self.environment("TERM_PROGRAM")
    return name.hasPrefix("iTerm") || name.hasPrefix("WezTerm") ? .iTerm : .characters
  }

  /// Whether the environment names a terminal that has pictures, and nothing that stands before it.
  private static var understandsQuestion: Bool {
    let kind = environment("TERM")
    let isWithin =
      kind.hasPrefix("screen") || kind.hasPrefix("tmux")
      || ["TMUX", "STY", "ZELLIJ"].contains { !environment($0).isEmpty }
    guard !isWithin else { return false }
    return ["xterm-kitty", "xterm-ghostty", "wezterm", "contour"].contains(kind)
      || ["iTerm.app", "WezTerm", "ghostty", "rio"].contains(environment("TERM_PROGRAM"))
      // Over ssh this one alone comes along.
      || environment("LC_TERMINAL") == "iTerm2"
      || ["KITTY_WINDOW_ID", "GHOSTTY_RESOURCES_DIR", "WEZTERM_PANE", "KONSOLE_VERSION"]
        .contains { !environment($0).isEmpty }
  }

  /// Takes what was typed and kept.
  mutating func takeTyped() -> [UInt8] {
    defer { typed = [] }
    return typed
  }

  private static func environment(_ name: String) -> String {
    getenv(name).map { String(cString: $0) } ?? ""
  }

  // MARK: Protocols

  /// A file with a dot for each of the terminal's, and how many characters wide it is shown.
  private func png(of picture: any Picture, _ columns: Int) -> (bytes: String, width: Int)? {
    let width = min(columns - 1, 72)
    var size = winsize()
    let isKnown =
      ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0 && size.ws_xpixel > 0
    let perColumn = isKnown ? Double(size.ws_xpixel) / Double(size.ws_col) : 18
    let scale = min(max(perColumn * Double(width) / picture.size.width, 1), 3)
    return picture.png(scale: scale).map { (Data($0).base64EncodedString(), width) }
  }

  /// https://sw.kovidgoyal.net/kitty/graphics-protocol/: pieces of 4096 bytes; q=2 asks for no answer.
  private static func kitty(_ data: String, _ width: Int) -> String {
    var text = ""
    var rest = data.utf8[...]
    var control = "a=T,f=100,q=2,c=\(width),"
    repeat {
      let piece = rest.prefix(4096)
      rest = rest.dropFirst(4096)
      text += "\u{1B}_G\(control)m=\(rest.isEmpty ? 0 : 1);\(Substring(piece))\u{1B}\\"
      control = ""
    } while !rest.isEmpty
    return text
  }

  /// https://iterm2.com/documentation-images.html
  private static func iTerm(_ data: String, _ width: Int) -> String {
    "\u{1B}]1337;File=inline=1;width=\(width);preserveAspectRatio=1:\(data)\u{7}"
  }
}
