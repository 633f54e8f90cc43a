internal import Tensors

extension RandomSource {
  /// Where it stands, as a text.
  var text: String { state.map { String($0, radix: 16) }.joined(separator: " ") }

  /// Nil where `text` is none of those.
  init?(text: String?) {
    self.init(state: (text ?? "").split(separator: " ").compactMap { UInt64($0, radix: 16) })
  }
}
