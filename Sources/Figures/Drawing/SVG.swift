internal import Characters

extension Figure {
  /// The figure as an SVG document of 640 points width, with letters of the reader's own faces.
  public var svg: String { drawing.svg }
}

extension Drawing {
  var svg: String {
    let size = "\(Number.place(width)) \(Number.place(height))"
    var lines = [
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(size)\" "
        + "width=\"\(Number.place(width))\" height=\"\(Number.place(height))\" "
        + "font-family=\"sans-serif\" fill=\"none\">",
      "<rect width=\"\(Number.place(width))\" height=\"\(Number.place(height))\" fill=\"#fff\"/>",
    ]
    // The thousand cells of a heat map share what they have in common.
    var isCrisp = false
    for shape in shapes {
      if shape.isCrisp != isCrisp {
        isCrisp.toggle()
        lines.append(isCrisp ? "<g shape-rendering=\"crispEdges\">" : "</g>")
      }
      lines.append(element(shape))
    }
    if isCrisp { lines.append("</g>") }
    return lines.joined(separator: "\n") + "\n</svg>\n"
  }

  private func element(_ shape: Shape) -> String {
    switch shape {
    case .path(let runs, let colour, let width, let dashes):
      let data = runs.map { run in
        run.enumerated().map { ($0 == 0 ? "M" : "L") + place($1) }.joined()
      }
      let pattern =
        dashes.isEmpty
        ? "" : " stroke-dasharray=\"\(dashes.map(Number.place).joined(separator: " "))\""
      return "<path d=\"\(data.joined())\" stroke=\"\(colour.hexadecimal)\" "
        + "stroke-width=\"\(Number.place(width))\" stroke-linecap=\"round\" "
        + "stroke-linejoin=\"round\"\(pattern)/>"
    case .dots(let points, let colour, let diameter):
      // A line of no length with round ends is a dot, and takes a third of a circle's text.
      let data = points.map { "M\(place($0))h0" }.joined()
      return "<path d=\"\(data)\" stroke=\"\(colour.hexadecimal)\" "
        + "stroke-width=\"\(Number.place(diameter))\" stroke-linecap=\"round\"/>"
    case .rectangle(let x, let y, let width, let height, let colour, _):
      let across = Number.place(width)
      return "<path d=\"M\(place((x, y)))h\(across)v\(Number.place(height))h-\(across)z\" "
        + "fill=\"\(colour.hexadecimal)\"/>"
    case .cells(let corners, let width, let height, let colour):
      let across = Number.place(width)
      let shape = "h\(across)v\(Number.place(height))h-\(across)z"
      return "<path d=\"\(corners.map { "M" + place($0) + shape }.joined())\" "
        + "fill=\"\(colour.hexadecimal)\"/>"
    case .text(let text): return element(text)
    }
  }

  private func element(_ text: Text) -> String {
    let (x, y) = (Number.place(text.place.x), Number.place(text.place.y))
    let anchor =
      switch text.anchor {
      case .start: ""
      case .middle: " text-anchor=\"middle\""
      case .end: " text-anchor=\"end\""
      }
    let turn = text.turn == 0 ? "" : " transform=\"rotate(\(Number.place(text.turn)) \(x) \(y))\""
    return "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(Number.place(text.size))\" "
      + "fill=\"\(text.colour.hexadecimal)\"\(text.isBold ? " font-weight=\"bold\"" : "")"
      + "\(anchor)\(turn)>\(escapedForPage(text.string))</text>"
  }

  private func place(_ point: Point) -> String {
    Number.place(point.x) + " " + Number.place(point.y)
  }
}

extension Drawing.Shape {
  fileprivate var isCrisp: Bool {
    switch self {
    case .rectangle(_, _, _, _, _, let isCrisp): isCrisp
    case .cells: true
    case .path, .dots, .text: false
    }
  }
}
