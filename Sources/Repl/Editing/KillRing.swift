/// What was cut, the newest first. Cuts in a row are one text.
struct KillRing {
  private var texts: [String] = []
  /// Which was put back last.
  private var place = 0
  private static let most = 60

  /// On which side of what was cut just before the text stood.
  enum Side { case before, after }

  /// What to put back; nil where nothing was cut.
  var text: String? { texts.indices.contains(place) ? texts[place] : nil }

  /// Takes what was cut; nil where it does not go on with what was cut just before.
  mutating func add(_ text: String, goesOn side: Side?) {
    guard !text.isEmpty else { return }
    place = 0
    switch side {
    case .before where !texts.isEmpty: texts[0] = text + texts[0]
    case .after where !texts.isEmpty: texts[0] += text
    default:
      texts.insert(text, at: 0)
      if texts.count > Self.most { texts.removeLast() }
    }
  }

  mutating func begin() { place = 0 }

  /// Goes to what was cut before that, after the oldest to the newest.
  mutating func goBack() { place = texts.isEmpty ? 0 : (place + 1) % texts.count }
}
