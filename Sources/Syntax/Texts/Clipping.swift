extension String {
  /// The text, or where it is long its beginning and its end, for messages: what a text of megabytes costs
  /// there is what is shown of it.
  public var clipped: String { clipped(to: 80) }

  /// The same with about `most` characters at most.
  public func clipped(to most: Int) -> String {
    guard utf8.count > most else { return self }
    let scalars = unicodeScalars
    let end = max(most / 4, 1)
    let short = String(scalars.prefix(most - end)) + "…" + String(scalars.suffix(end))
    return short.utf8.count < utf8.count ? short : self
  }
}
