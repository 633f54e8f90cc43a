internal import CCairo

extension Figure {
  /// The figure as a PNG file, `scale` dots to a point; nil where cairo is not installed.
  public func png(scale: Double = 2) -> [UInt8]? {
    drawing.png(scale: scale.isFinite ? min(max(scale, 0.1), 8) : 2)
  }
}

extension Drawing {
  func png(scale: Double) -> [UInt8]? {
    let size = (Int32((width * scale).rounded(.up)), Int32((height * scale).rounded(.up)))
    guard let picture = setl_picture_begin(size.0, size.1, scale) else { return nil }
    for shape in shapes { draw(shape, in: picture) }
    var bytes: [UInt8] = []
    let isWritten = withUnsafeMutablePointer(to: &bytes) { target in
      setl_picture_png(
        picture,
        { target, piece, count in
          target?.assumingMemoryBound(to: [UInt8].self).pointee
            .append(contentsOf: UnsafeBufferPointer(start: piece, count: count))
        }, target)
    }
    return isWritten != 0 ? bytes : nil
  }

  private func draw(_ shape: Shape, in picture: OpaquePointer) {
    func ink(_ colour: Colour) {
      setl_picture_colour(
        picture, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
    }
    switch shape {
    case .path(let runs, let colour, let width, let dashes):
      ink(colour)
      for run in runs {
        for (number, point) in run.enumerated() {
          if number == 0 { setl_picture_move(picture, point.x, point.y) }
          if number > 0 || run.count == 1 { setl_picture_line(picture, point.x, point.y) }
        }
      }
      setl_picture_stroke(picture, width, dashes, Int32(dashes.count))
    case .dots(let points, let colour, let diameter):
      ink(colour)
      for point in points {
        setl_picture_move(picture, point.x, point.y)
        setl_picture_line(picture, point.x, point.y)
      }
      setl_picture_stroke(picture, diameter, nil, 0)
    case .rectangle(let x, let y, let width, let height, let colour, let isCrisp):
      ink(colour)
      setl_picture_rectangle(picture, x, y, width, height, isCrisp ? 1 : 0)
    case .cells(let corners, let width, let height, let colour):
      ink(colour)
      for corner in corners {
        setl_picture_rectangle(picture, corner.x, corner.y, width, height, 1)
      }
    case .text(let text):
      ink(text.colour)
      setl_picture_text(
        picture, text.string, text.place.x, text.place.y, text.size, text.isBold ? 1 : 0,
        text.anchor.rawValue, text.turn * .pi / 180)
    }
  }
}
