internal import Characters

/// A value as front ends show it: a MIME type for each form, `text/plain` always among them.
public struct DisplayBundle: Sendable, Equatable {
  public var forms: [String: String]
  /// What it shows as a picture, where it is one: for front ends that draw to their own measure.
  public var picture: (any Picture)?

  /// `text` is for people: what names and values in it hold does not steer their terminals.
  public init(text: String, forms: [String: String] = [:], picture: (any Picture)? = nil) {
    self.forms = forms
    self.forms["text/plain"] = shownLines(text)
    self.picture = picture
  }

  public var text: String { forms["text/plain"] ?? "" }

  /// All forms that are text, those of the picture among them, which are made now.
  public var allForms: [String: String] {
    guard let picture else { return forms }
    return forms.merging(["image/svg+xml": picture.svg]) { own, _ in own }
  }

  public static func == (a: DisplayBundle, b: DisplayBundle) -> Bool { a.forms == b.forms }
}

/// Something that can be drawn, in the form and to the measure of where it is shown.
public protocol Picture: Sendable {
  /// In at most `columns` characters a line, and about `rows` lines where only so many can be seen at once.
  func text(columns: Int, rows: Int?, isColoured: Bool) -> String
  /// As an SVG document.
  var svg: String { get }
  /// The size of the picture in points.
  var size: (width: Double, height: Double) { get }
  /// As a PNG file with `scale` dots a point; nil where none can be made.
  func png(scale: Double) -> [UInt8]?
}

/// Where everything goes that a program puts out, in the order of the program.
public protocol OutputSink: AnyObject {
  /// What `print` wrote, line breaks included.
  func write(_ text: String)
  /// What `summary`, `plot` and the like show.
  func display(_ bundle: DisplayBundle)
  /// How far a long work is: replaces what was told before; nil removes it.
  func progress(_ progress: Progress?)
  /// A line about work that is done, such as an epoch: it stays, but is not the program's own output.
  /// The last of `details`, which follow in the line, may be left out where there is no room for them.
  func milestone(_ line: String, details: [String])
  /// Takes back what the cell has put out so far; where it `waits`, once something new comes in its place.
  /// Where what was put out cannot be taken back, nothing happens.
  func clear(waits: Bool)
  /// What a person answers to a question, without the end of the line; nil where the input is over. An
  /// answer that is hidden is not shown while it is typed. Throws `NativeError` where nobody can be asked,
  /// and `ProgramStopped` where an interrupt ended the waiting.
  func ask(_ question: String, isHidden: Bool, until interrupt: Interrupt) throws -> String?
}

extension OutputSink {
  public func milestone(_ line: String) { milestone(line, details: []) }

  public func clear(waits: Bool) {}

  public func ask(_ question: String, isHidden: Bool, until interrupt: Interrupt) throws -> String?
  {
    throw NativeError("S0336", "nobody can be asked here", notes: ["the question was: \(question)"])
  }
}

/// How far a long work is.
public struct Progress {
  /// On one line.
  public var line: String
  /// On several, for a place of `columns` by `rows` characters; none when that is too small.
  public var panel: (_ columns: Int, _ rows: Int) -> [String]
  /// For a page, which replaces what it showed before; nil where the line says all. It is asked for once
  /// more when the work is over: what it gives then stays, and tells how the work ended.
  public var page: ((_ isOver: Bool) -> DisplayBundle)?

  public init(
    line: String, panel: @escaping (Int, Int) -> [String] = { _, _ in [] },
    page: ((_ isOver: Bool) -> DisplayBundle)? = nil
  ) {
    self.line = line
    self.panel = panel
    self.page = page
  }
}
