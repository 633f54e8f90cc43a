import Foundation
import Testing

/// Choices by masks, read and written, beside what NumPy gives for the same (`NumPy/masks.py` wrote it).
@Suite struct MaskTests {
  @Test func chooseAsNumPyDoes() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "NumPy/masks.txt")
    let lines = try String(contentsOf: path, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 1000)
    let session = try TestSession()
    let program = lines.map { Self.program(String($0)) }.joined(separator: "\n")
    let (printed, diagnostics) = session.run(program)
    #expect(diagnostics.isEmpty)
    for (line, got) in zip(lines, printed) {
      #expect(Self.answer(got) == Self.expected(line), "\(line)")
    }
    #expect(printed.count == lines.count)
  }

  /// The choice in setl: it prints the shape of the result and its elements, or `error`.
  private static func program(_ line: String) -> String {
    let parts = line.split(separator: "|", omittingEmptySubsequences: false)
    let shape = String(parts[0])
    let items = parts[2].split(separator: ";").map { item($0) }.joined(separator: ", ")
    let act =
      switch parts[1] {
      case "r": "found = a[\(items)]"
      case "=": "a[\(items)] = 7"
      case ":":
        "let r = a[\(items)]; a[\(items)] = reshape(tensor(list(100..100 + size(r))), r.shape)"
      default: "a[\(items)] += 1"
      }
    return """
      try {
        let a = reshape(tensor(list(0..\(count(shape)))), \(shape))
        let found = a
        \(act)
        print(found.shape, reshape(found, -1).to_list())
      } catch problem { print(if problem.code == "S0203" { "error" } else { problem.message }) }
      """.replacing("size(r)", with: "length(reshape(r, -1))")
  }

  private static func count(_ shape: some StringProtocol) -> Int {
    shape.split(separator: ",").compactMap { Int($0) }.reduce(1, *)
  }

  private static func item(_ item: Substring) -> String {
    let rest = item.dropFirst()
    switch item.first {
    case "i": return String(rest)
    case "s":
      let ends = rest.split(separator: ",", omittingEmptySubsequences: false)
      return "\(ends[0])..\(ends[1])" + (ends[2].isEmpty ? "" : " by \(ends[2])")
    default:
      let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
      let bits = parts[1].map { String($0) }.joined(separator: ", ")
      return "reshape(tensor([\(bits)]) == 1, \(parts[0]))"
    }
  }

  private static func expected(_ line: Substring) -> String {
    let parts = line.split(separator: "|", omittingEmptySubsequences: false)
    return parts[4] == "error" ? "error" : "[\(parts[3].replacing(",", with: ", "))] \(parts[4])"
  }

  /// A printed shape and list as shape and checksum.
  private static func answer(_ line: String) -> String {
    guard let end = line.firstIndex(of: "]") else { return line }
    let numbers = line[line.index(after: end)...].split { "[], ".contains($0) }.compactMap {
      Int($0)
    }
    let sum = numbers.enumerated().reduce(0) { ($0 + ($1.offset + 1) * $1.element) }
    return "\(line[...end]) \(sum % 1_000_003)"
  }
}
