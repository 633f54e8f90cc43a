internal import CProcessor
public import KernelTable
internal import KernelsBaseline

#if arch(x86_64)
  internal import KernelsV3
  internal import KernelsV4
#endif

/// The kernels in use, chosen once by what the processor offers.
public enum Kernels {
  /// Every variant that this machine can run, the slowest first; tests compare them.
  public static let all: [KernelTable] = {
    #if arch(x86_64)
      var tables = [KernelsBaseline.kernelTable(name: "x86-64")]
      let level = setl_processor_level()
      if level >= 3 { tables.append(KernelsV3.kernelTable(name: "x86-64-v3")) }
      if level >= 4 { tables.append(KernelsV4.kernelTable(name: "x86-64-v4")) }
      return tables
    #else
      return [KernelsBaseline.kernelTable(name: "baseline")]
    #endif
  }()

  public static let best = all[all.count - 1]

  /// What the chosen kernels are called: `x86-64-v3`.
  public static var name: String { best.name }
}
