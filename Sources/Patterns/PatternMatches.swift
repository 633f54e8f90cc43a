internal import CPCRE2

/// A place where a pattern matches: ranges of bytes of the text.
public struct PatternMatch {
  public var range: Range<Int>
  /// Of each group; nil for one that took no part.
  public var groups: [Range<Int>?]
}

/// The matches of a pattern in a text from left to right, none overlapping another.
///
/// An attempt at one place takes at most `stepLimit` steps, the places are tried in stretches of
/// `stretch` bytes, and `next` asks between them whether to stop: so no pattern takes the time away,
/// however often it goes back.
public struct PatternMatches: ~Copyable {
  /// The pattern would take too many steps or too much memory at one place.
  public struct LimitReached: Error {
    public var reason: String
  }

  /// A tenth of a second at most.
  private static let stepLimit: UInt32 = 5_000_000
  /// In KiB.
  private static let heapLimit: UInt32 = 256 << 10
  private static let stretch = 2048
  /// PCRE2_UNSET, a macro that Swift does not see: all bits of a size.
  private static let unset = Int(bitPattern: UInt.max)

  private let pattern: RegularExpression
  private let text: UnsafeBufferPointer<UInt8>
  private let data: OpaquePointer
  private let context: OpaquePointer
  private var place = 0
  /// Where an empty match was, which is not found again.
  private var emptyAt: Int?

  /// `text` is UTF-8, and stays until the last match; `start` is where a character begins, or the end. Nil
  /// where there is no memory.
  public init?(
    of pattern: RegularExpression, in text: UnsafeBufferPointer<UInt8>, from start: Int = 0
  ) {
    guard let data = pcre2_match_data_create_from_pattern_8(pattern.code, nil) else { return nil }
    guard let context = pcre2_match_context_create_8(nil) else {
      pcre2_match_data_free_8(data)
      return nil
    }
    pcre2_set_match_limit_8(context, Self.stepLimit)
    pcre2_set_heap_limit_8(context, Self.heapLimit)
    self.pattern = pattern
    self.text = text
    self.data = data
    self.context = context
    place = start
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
  }

  /// The next match; nil after the last. Throws `LimitReached`, and what `checkStop` throws.
  public mutating func next(checkStop: () throws -> Void) throws -> PatternMatch? {
    while place <= text.count {
      if let empty = emptyAt {
        // At the place of an empty match, first one that is not empty; else one character further.
        emptyAt = nil
        let options = PCRE2_NOTEMPTY_ATSTART | PCRE2_ANCHORED
        if let found = try match(from: empty, options: options) { return take(found) }
        place = characterAfter(empty)
        continue
      }
      try checkStop()
      if let found = try match(from: place, options: 0) { return take(found) }
      place = beginning(ofCharacterAt: place + Self.stretch + 1)
    }
    return nil
  }

  /// A match that begins at `start` or within the stretch behind it.
  private func match(from start: Int, options: UInt32) throws(LimitReached) -> PatternMatch? {
    // A text is valid UTF-8 as it is, and to check that again at each match would take longer than it.
    let options = options | PCRE2_NO_UTF_CHECK
    pcre2_set_offset_limit_8(context, start + Self.stretch)
    var status = run(from: start, options: options)
    if status == PCRE2_ERROR_JIT_STACKLIMIT {
      // The interpreter keeps what it goes back to on the heap.
      status = run(from: start, options: options | PCRE2_NO_JIT)
    }
    if status == PCRE2_ERROR_NOMATCH { return nil }
    guard status > 0, let ends = pcre2_get_ovector_pointer_8(data) else {
      throw LimitReached(reason: RegularExpression.message(status))
    }
    func range(_ index: Int) -> Range<Int>? {
      let (from, to) = (ends[2 * index], ends[2 * index + 1])
      // A group that took no part has no places (all bits are set); \K may put the beginning behind the end.
      guard from != PatternMatches.unset, from <= to, to <= text.count else { return nil }
      return from..<to
    }
    let groups = pattern.groups.indices.map { $0 + 1 < Int(status) ? range($0 + 1) : nil }
    return PatternMatch(range: range(0) ?? start..<start, groups: groups)
  }

  private func run(from start: Int, options: UInt32) -> Int32 {
    guard let base = text.baseAddress else {
      return withUnsafePointer(to: 0 as UInt8) {
        pcre2_match_8(pattern.code, $0, 0, start, options, data, context)
      }
    }
    return pcre2_match_8(pattern.code, base, text.count, start, options, data, context)
  }

  private mutating func take(_ match: PatternMatch) -> PatternMatch {
    place = max(match.range.upperBound, place)
    emptyAt = match.range.isEmpty ? place : nil
    return match
  }

  private func characterAfter(_ place: Int) -> Int { beginning(ofCharacterAt: place + 1) }

  /// The first place from `place` on where a character begins.
  private func beginning(ofCharacterAt place: Int) -> Int {
    var place = place
    while place < text.count, text[place] & 0xC0 == 0x80 { place += 1 }
    return place
  }
}
