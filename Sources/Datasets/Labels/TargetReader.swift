/// Reads the numbers that a set has as targets, one after the other.
struct TargetReader: TargetReading {
  private var values: [Float] = []

  mutating func read(_ bytes: [UInt8], place: @autoclosure () -> String) throws {
    let number = DecimalNumber.value(of: bytes)
    guard let number, Float(number).isFinite else {
      let text = String(decoding: bytes.prefix(400), as: UTF8.self).trimmed
      throw DataError(
        .badLabels, "the target in \(place()) is no number",
        notes: [
          text.isEmpty
            ? "it is empty"
            : "it is \(text.inMessage)" + (number == nil ? "" : ", which 32 bits cannot hold")
        ],
        help: "a target is a decimal number, such as 4 or -1.5e3; leave other examples out")
    }
    values.append(Float(number))
  }

  func targets() -> Targets { .values(values, outputs: 1) }
}
