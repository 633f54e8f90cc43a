/// What stands beside the kernel in a Jupyter, embedded in the program: its logos, and the extension that colours the
/// language.
public enum JupyterFiles {
  /// Of the kernel's folder, by their names.
  public static var logos: [(path: String, bytes: [UInt8])] {
    [
      ("logo-svg.svg", PackageResources.logo_svg_svg),
      ("logo-32x32.png", PackageResources.logo_32x32_png),
      ("logo-64x64.png", PackageResources.logo_64x64_png),
    ]
  }

  /// Of the extension's folder.
  public static var labExtension: [(path: String, bytes: [UInt8])] {
    [
      ("install.json", PackageResources.install_json),
      ("package.json", PackageResources.package_json),
      ("static/remoteEntry.js", PackageResources.remoteEntry_js),
    ]
  }
}
