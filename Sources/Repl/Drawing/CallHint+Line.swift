internal import Characters
internal import Sessions

extension CallHint {
  /// The signature on one row, faint but for the parameter that is being given. Where it is wider than
  /// `columns`, parameters before that one are left out.
  func line(columns: Int, theme: Theme) -> (text: String, width: Int) {
    var first = 0
    let last = current ?? 0
    while first < last, width(from: first, through: last) > columns { first += 1 }
    var text = ""
    var left = columns
    func add(_ piece: String, _ style: Theme.Style) {
      let cut = piece.cut(toWidth: max(left, 0))
      left -= displayWidth(of: cut)
      text += theme.paint(cut, style)
    }
    add(name + (first > 0 ? "(…, " : "("), .faint)
    for index in parameters.indices.dropFirst(first) {
      add(parameters[index], index == current ? .plain : .faint)
      if index < parameters.count - 1 { add(", ", .faint) }
    }
    add(")", .faint)
    return (text, columns - max(left, 0))
  }

  /// With what follows the parameter that is being given.
  private func width(from first: Int, through last: Int) -> Int {
    let shown = parameters[first...last].map { displayWidth(of: $0) + 2 }.reduce(0, +)
    return displayWidth(of: name) + (first > 0 ? 4 : 1) + shown + 1
  }
}
