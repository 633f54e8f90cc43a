internal import Measuring
internal import Syntax

extension Duration {
  /// As `Double.durationWords`.
  public var words: String { inSeconds.durationWords }
}

extension Double {
  /// So many seconds, for people: `0.004 s`, `0.04 s`, `12.3 s`, `5 min 2 s`, `3 h 20 min`; `?` for what is no time.
  public var durationWords: String {
    guard isFinite, self >= 0, self < 1e9 else { return "?" }
    if self < 59.95 {
      var specification = FormatSpecification()
      specification.digits = self < 0.01 ? 3 : self < 0.995 ? 2 : 1
      return ((try? specification.format(.number(self))) ?? formattedShort) + " s"
    }
    let whole = Int(rounded())
    if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3600) h \(whole % 3600 / 60) min"
  }
}
