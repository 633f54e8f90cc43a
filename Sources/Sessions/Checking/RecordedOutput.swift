public import Evaluation

/// Output that is kept, as a check compares it: what the program writes and shows. Lines about progress,
/// which hold times, are no part of it.
public final class RecordedOutput: OutputSink {
  public private(set) var text = ""
  public private(set) var milestones: [String] = []
  /// Gets everything too, at once.
  private let forwardsTo: (any OutputSink)?
  private let keepsPictures: Bool

  /// Without `keepsPictures` a figure leaves nothing: how it is drawn is nothing that a program says.
  public init(forwardingTo other: (any OutputSink)? = nil, keepsPictures: Bool = true) {
    forwardsTo = other
    self.keepsPictures = keepsPictures
  }

  public var lines: [String] { text.linesOfText }

  /// What was written since the last call.
  public func take() -> String {
    defer { text = "" }
    return text
  }

  public func clear() { text = "" }

  public func write(_ text: String) {
    self.text += text
    forwardsTo?.write(text)
  }

  public func display(_ bundle: DisplayBundle) {
    if keepsPictures || bundle.picture == nil { text += bundle.text + "\n" }
    forwardsTo?.display(bundle)
  }

  public func progress(_ progress: Progress?) { forwardsTo?.progress(progress) }

  public func remark(_ line: String) { forwardsTo?.remark(line) }

  public func milestone(_ line: String, details: [String]) {
    milestones.append(([line] + details).joined(separator: "  "))
    forwardsTo?.milestone(line, details: details)
  }

  public func step(_ line: String, details: [String]) {
    milestones.append(([line] + details).joined(separator: "  "))
    forwardsTo?.step(line, details: details)
  }
}

extension String {
  /// The lines, whatever ends them; a line break at the end begins none.
  public var linesOfText: [String] {
    var lines = split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map(String.init)
    if lines.last == "" { lines.removeLast() }
    return lines
  }
}
