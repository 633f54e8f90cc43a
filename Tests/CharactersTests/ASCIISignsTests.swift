import Characters
import Testing

/// What is drawn, where a terminal shows ASCII alone.
@Suite struct ASCIISignsTests {
  @Test func signsBecomeWhatIsLikeThem() {
    #expect(inASCII("┌─┬─┐│×…→≤") == "+-+-+|x...-><=")
    #expect(inASCII("▁▄█▏⠀⡀⣿") == "_-#- .#")
    #expect(inASCII("plain") == "plain")
  }

  /// A program's own letters say what nothing else says.
  @Test func lettersStay() { #expect(inASCII("größe α 漢") == "größe α 漢") }

  @Test func oneSignForOneWhereColumnsCount() {
    for scalar in (0x2500...0x28FF).compactMap(Unicode.Scalar.init) {
      #expect(inASCII(String(scalar), keepsWidth: true).count == 1)
    }
    #expect(inASCII("a…b→c", keepsWidth: true) == "a~b>c")
  }
}
