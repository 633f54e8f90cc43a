internal import Glibc

/// Which letters the terminal shows, as the environment says.
enum Letters {
  /// It shows ASCII alone: the locale that `LC_ALL`, `LC_CTYPE` or `LANG` names is not one of UTF-8. Where none
  /// of them says anything, as within many containers, it does.
  static let areASCII = !isUTF8(
    (["LC_ALL", "LC_CTYPE", "LANG"] as [String]).lazy
      .compactMap { name in getenv(name).map { String(cString: $0) } }.first { !$0.isEmpty })

  static func isUTF8(_ locale: String?) -> Bool {
    guard let locale else { return true }
    // `de_DE.UTF-8@euro`
    let name = locale.prefix { $0 != "@" }.split(separator: ".", maxSplits: 1)
    if let letters = name.last?.lowercased(), letters == "utf-8" || letters == "utf8" {
      return true
    }
    if locale == "C" || locale == "POSIX" || name.count > 1 { return false }
    // A name without letters in it: the system knows which those are.
    guard let known = newlocale(LC_CTYPE_MASK, locale, nil) else { return true }
    defer { freelocale(known) }
    return nl_langinfo_l(Int32(CODESET), known).map { String(cString: $0) == "UTF-8" } ?? true
  }
}
