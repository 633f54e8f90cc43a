internal import Characters

/// A value as front ends show it: a MIME type for each form, `text/plain` always among them.
public struct DisplayBundle: Sendable, Equatable {
  public var forms: [String: String]
  /// What it shows as a picture, where it is one: for front ends that draw to their own measure.
  public var picture: (any Picture)?
  /// What a page shows, made when a page asks for it.
  private var parts: [DisplayPart] = []
  /// The text is made of the parts too.
  private var isMadeOfParts = false

  /// `text` is for people: what names and values in it hold does not steer their terminals.
  public init(text: String, forms: [String: String] = [:], picture: (any Picture)? = nil) {
    self.forms = forms
    self.forms["text/plain"] = shownLines(text)
    self.picture = picture
  }

  /// Text and HTML of the same parts.
  public init(_ parts: [DisplayPart]) {
    self.init(text: parts.flatMap(\.text).joined(separator: "\n"))
    if parts.contains(where: \.isRich) {
      self.parts = parts
      isMadeOfParts = true
    }
  }

  /// A page's parts beside a text of its own.
  public init(text: String, page parts: [DisplayPart]) {
    self.init(text: text)
    self.parts = parts
  }

  public var text: String { forms["text/plain"] ?? "" }

  /// The text in a window of so many columns: what is made for people breaks between words there, and of tables the
  /// widest texts are cut; a value that is text alone is as it is.
  public func text(columns: Int) -> String {
    if isMadeOfParts {
      return shownLines(parts.flatMap { $0.text(columns: columns) }.joined(separator: "\n"))
    }
    return parts.isEmpty ? text : NarrowText.lines(of: text, width: columns).joined(separator: "\n")
  }

  /// All forms that are text, those of pictures and pages among them, which are made now.
  public var allForms: [String: String] {
    var all = forms
    if let picture = picture ?? onlyPicture { all["image/svg+xml"] = picture.svg }
    if !parts.isEmpty { all["text/html"] = DisplayPart.html(of: parts) }
    return all
  }

  /// The picture among the parts, where there is one alone: for places that take pictures and no HTML.
  private var onlyPicture: (any Picture)? {
    let pictures = parts.compactMap { part in
      if case .picture(let picture) = part { picture } else { nil }
    }
    return pictures.count == 1 ? pictures[0] : nil
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
