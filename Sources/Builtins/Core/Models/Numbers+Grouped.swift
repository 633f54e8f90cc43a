extension Int {
  /// With a comma between thousands.
  var grouped: String {
    let digits = String(magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result += "," }
      result.append(digit)
    }
    return (self < 0 ? "-" : "") + result
  }
}

/// `3.9 %`
func percent(_ share: Double) -> String {
  let value = (share * 1000).rounded() / 10
  return value == value.rounded() ? "\(Int(value)) %" : "\(value) %"
}
