internal import Evaluation

/// What numbers of declarations must be, in one wording.
func checkPositive(_ value: Double, _ name: String) throws {
  guard value > 0, value.isFinite else {
    throw NativeError(
      "S0302", "`\(name)` must be above 0", label: "this is \(value.asValue.text)", argument: name)
  }
}

/// A share of what is kept.
func checkShare(_ value: Double, _ name: String) throws {
  guard (0..<1).contains(value) else {
    throw NativeError(
      "S0302", "`\(name)` must be from 0 to below 1", label: "this is \(value.asValue.text)",
      argument: name)
  }
}

func checkCount(_ value: Int, _ name: String, from least: Int) throws {
  guard (least...1 << 30).contains(value) else {
    throw NativeError(
      "S0302", "`\(name)` must be from \(least) to 2^30", label: "this is \(value)",
      argument: name)
  }
}
