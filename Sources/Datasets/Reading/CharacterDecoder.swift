internal import Glibc

/// Turns bytes of another encoding into UTF-8, a piece at a time, through the C library's `iconv`.
final class CharacterDecoder {
  private let handle: iconv_t
  /// The beginning of a character whose rest has not come yet.
  private var rest: [UInt8] = []

  /// Nil where the C library does not know the encoding.
  init?(_ systemName: String) {
    guard let handle = iconv_open("UTF-8", systemName), Int(bitPattern: handle) != -1 else {
      return nil
    }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  static func knows(_ systemName: String) -> Bool { CharacterDecoder(systemName) != nil }

  /// Whether the bytes so far end within a character.
  var isInsideCharacter: Bool { !rest.isEmpty }

  /// Adds the characters of `bytes` to `text`; gives the first byte that belongs to none, where there is
  /// one.
  func decode(_ bytes: ArraySlice<UInt8>, into text: inout [UInt8]) -> UInt8? {
    var input = rest + bytes
    rest = []
    // No byte becomes more than a character of three bytes, or two of one of four.
    var output = [UInt8](repeating: 0, count: 3 * input.count + 16)
    var place = 0
    while place < input.count {
      let step = convert(&input, from: place, into: &output)
      text.append(contentsOf: output[..<step.written])
      place += step.read
      switch step.error {
      case 0: break
      // There was no room for the rest.
      case E2BIG where step.read > 0 || step.written > 0: break
      case EINVAL where input.count - place < 16:
        rest = Array(input[place...])
        return nil
      default: return input[min(place, input.count - 1)]
      }
    }
    return nil
  }

  private func convert(
    _ input: inout [UInt8], from start: Int, into output: inout [UInt8]
  ) -> (read: Int, written: Int, error: Int32) {
    input.withUnsafeMutableBytes { input in
      output.withUnsafeMutableBytes { output in
        var source = input.baseAddress.map { ($0 + start).assumingMemoryBound(to: CChar.self) }
        var target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = input.count - start
        var room = output.count
        errno = 0
        let result = iconv(handle, &source, &left, &target, &room)
        let error = Int(bitPattern: UInt(bitPattern: result)) == -1 ? errno : 0
        return (input.count - start - left, output.count - room, error)
      }
    }
  }
}
