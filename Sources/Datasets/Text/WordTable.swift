/// Gives each different word a number, in the order of their first appearance.
///
/// Open addressing over one array of bytes: no string is made for a word that was seen before, which
/// is nearly every word of a large set.
struct WordTable {
  private var bytes: [UInt8] = []
  /// (words + 1): where each word's bytes begin.
  private var starts: [Int] = [0]
  /// A power of two; −1 where empty.
  private var slots = [Int32](repeating: -1, count: 1 << 12)

  var count: Int { starts.count - 1 }

  func word(_ number: Int) -> String {
    String(decoding: bytes[starts[number]..<starts[number + 1]], as: UTF8.self)
  }

  mutating func number(of word: [UInt8]) -> Int32 {
    if count * 2 > slots.count { grow() }
    var slot = hash(word[...]) & (slots.count - 1)
    while slots[slot] >= 0 {
      if equals(Int(slots[slot]), word) { return slots[slot] }
      slot = (slot + 1) & (slots.count - 1)
    }
    let number = Int32(count)
    slots[slot] = number
    bytes.append(contentsOf: word)
    starts.append(bytes.count)
    return number
  }

  private func equals(_ number: Int, _ word: [UInt8]) -> Bool {
    let start = starts[number]
    guard starts[number + 1] - start == word.count else { return false }
    for (offset, byte) in word.enumerated() where bytes[start + offset] != byte { return false }
    return true
  }

  /// FNV-1a, folded.
  private func hash(_ word: ArraySlice<UInt8>) -> Int {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in word { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 29)) & 0x7FFF_FFFF)
  }

  private mutating func grow() {
    slots = [Int32](repeating: -1, count: slots.count * 2)
    for number in 0..<count {
      var slot = hash(bytes[starts[number]..<starts[number + 1]]) & (slots.count - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
      slots[slot] = Int32(number)
    }
  }
}
