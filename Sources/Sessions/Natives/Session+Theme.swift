internal import Evaluation

/// The colours of a prompt.
public enum ThemeName: String, Sendable, CaseIterable {
  /// Those for a dark or a light ground, as the terminal says.
  case automatic
  case dark, light
  /// Those of Okabe and Ito, which everybody tells apart.
  case okabeIto = "okabe_ito"
  /// None.
  case plain
}

extension Session {
  /// `set_theme`
  static func themeNative(_ link: SessionLink) -> Builtin {
    Builtin(
      "set_theme", in: .session, "Chooses the colours of the prompt and of its messages.",
      .choice(
        "name", ThemeName.allCases.map(\.rawValue),
        "\"automatic\" follows the ground of the terminal, \"okabe_ito\" has colours that everybody tells "
          + "apart"),
      example: "set_theme(\"okabe_ito\")"
    ) { (_, name: String) in
      let session = try link.session(for: "set_theme")
      session.theme = ThemeName(rawValue: name) ?? .automatic
      return Value.none
    }
  }
}
