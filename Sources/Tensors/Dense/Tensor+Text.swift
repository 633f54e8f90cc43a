extension Tensor {
  /// `tensor[2, 3]`
  public var name: String { "tensor[\(shape.map(String.init).joined(separator: ", "))]" }

  /// The name, the values in rows, and of many values what they are like.
  ///
  /// Of a long axis the first and last are shown, three of the last two axes and one of the others; all in
  /// columns, with as many digits as tell the shown ones apart. Cost: one pass over the values.
  public var text: String {
    guard count > 0 else { return name }
    let body = name + "\n" + writer.lines.joined(separator: "\n")
    return statisticsLine.map { body + "\n" + $0 } ?? body
  }

  /// What many values are like; nil of few.
  public var statisticsLine: String? {
    count > Self.longestRow ? Statistics(of: values).line : nil
  }

  /// Of one or two axes the values that `text` shows, a row each, with the places that they have along
  /// each axis; nil and … stand for those left out. Empty for other tensors.
  public var shown: (rows: [Int?], columns: [Int?], texts: [[String]]) {
    guard count > 0, rank == 1 || rank == 2 else { return ([], [], []) }
    return writer.matrix
  }

  private static let longestRow = 16

  private var writer: TensorWriter {
    // A row that fits on a line is shown whole.
    let writer = TensorWriter(tensor: self, wholeRow: Self.longestRow)
    return writer.rowWidth > 78 ? TensorWriter(tensor: self, wholeRow: 8) : writer
  }
}

/// Writes the values of a tensor.
private struct TensorWriter {
  private let tensor: Tensor
  private let format: NumberFormat
  /// The places that are shown along each axis; nil stands for those left out.
  private let places: [[Int?]]
  private let width: Int
  /// The most rows: beyond them only … is shown.
  private let mostRows = 60

  init(tensor: Tensor, wholeRow: Int) {
    self.tensor = tensor
    places = tensor.shape.enumerated().map { axis, length in
      let isLast = axis == tensor.rank - 1
      let edge = axis >= tensor.rank - 2 ? 3 : 1
      let most = isLast ? wholeRow : 2 * edge + 2
      guard length > most else { return (0..<length).map { $0 } }
      return (0..<edge).map { $0 } + [nil] + (length - edge..<length).map { $0 }
    }
    var shown: [Float] = []
    Self.collect(places[...], 0, tensor, &shown)
    let format = NumberFormat(for: shown)
    self.format = format
    width = shown.map { format.text($0).count }.max() ?? 0
  }

  /// The values that are shown, up to some thousands.
  private static func collect(
    _ places: ArraySlice<[Int?]>, _ start: Int, _ tensor: Tensor, _ shown: inout [Float]
  ) {
    guard let axis = places.first, shown.count < 1000 else {
      if places.isEmpty { shown.append(tensor.values[start]) }
      return
    }
    let step = tensor.strides[places.startIndex]
    for place in axis {
      guard let place else { continue }
      collect(places.dropFirst(), start + place * step, tensor, &shown)
    }
  }

  var rowWidth: Int { (places.last?.count ?? 0) * (width + 1) + tensor.rank * 2 }

  var matrix: (rows: [Int?], columns: [Int?], texts: [[String]]) {
    let columns = places[tensor.rank - 1]
    let rows = tensor.rank == 1 ? [0] : places[0]
    let width = tensor.shape[tensor.rank - 1]
    let texts = rows.map { row in
      columns.map { column in
        guard let row, let column else { return "…" }
        return format.text(tensor.values[row * width + column])
      }
    }
    return (rows, columns, texts)
  }

  var lines: [String] {
    guard tensor.rank > 0 else { return [format.text(tensor.values[0])] }
    var lines: [String] = []
    write(axis: 0, start: 0, prefix: "", &lines)
    guard lines.count >= mostRows else { return lines }
    return lines.prefix(mostRows) + ["…"]
  }

  private func write(axis: Int, start: Int, prefix: String, _ lines: inout [String]) {
    guard lines.count < mostRows else { return }
    if axis == tensor.rank - 1 {
      let texts = places[axis].map { place in
        place.map { format.text(tensor.values[start + $0]) } ?? "…"
      }
      let row = texts.map { text in
        text == "…" ? text : String(repeating: " ", count: width - text.count) + text
      }
      lines.append(prefix + "[" + row.joined(separator: " ") + "]")
      return
    }
    let step = tensor.strides[axis]
    let indent = String(repeating: " ", count: axis + 1)
    for (number, place) in places[axis].enumerated() {
      let before = number == 0 ? prefix + "[" : indent
      if let place {
        write(axis: axis + 1, start: start + place * step, prefix: before, &lines)
      } else {
        lines.append(indent + "…")
      }
    }
    if !lines.isEmpty { lines[lines.count - 1] += "]" }
  }
}
