extension PanelPainter {
  /// A cell in its kind's colour each. Of a matrix beyond 192 rows or 256 columns a cell stands for a block of it.
  mutating func kinds(_ map: KindMap, _ drawing: inout Drawing) {
    let rowNames = (0..<map.rows).map(String.init)
    setFrame(left: left(beside: rowNames.last.map { [$0] } ?? []))
    guard map.rows > 0, map.columns > 0 else { return }
    let small = map.reduced(rows: min(192, Int(innerHeight / 1.5)), columns: 256)
    let cell = (
      width: width / Double(small.columns), height: innerHeight / Double(small.rows)
    )
    for kind in map.names.indices {
      let corners = small.kinds.indices.filter { small.kinds[$0] == kind }.map { place in
        (
          x: frame.left + Double(place % small.columns) * cell.width,
          y: frame.top + Double(place / small.columns) * cell.height
        )
      }
      drawing.add(
        .cells(
          corners, width: max(cell.width, 1.2), height: max(cell.height, 1.2), Palette.kind(kind)))
    }
    frame(&drawing)
    rows(rowNames, &drawing)
    let each = width / Double(map.columns)
    horizontal(
      Self.sparse(0..<map.columns, most: max(2, Int(width / 40)))
        .map { (frame.left + (Double($0) + 0.5) * each, "\($0)") }, &drawing)
  }

  /// Cells are few, so that a line shows where the matrix ends.
  private func frame(_ drawing: inout Drawing) {
    drawing.add(
      .path(
        [
          [
            (frame.left, frame.top), (frame.right, frame.top), (frame.right, frame.bottom),
            (frame.left, frame.bottom), (frame.left, frame.top),
          ]
        ], Palette.rule, width: 1))
  }
}
