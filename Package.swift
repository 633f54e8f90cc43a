// swift-tools-version: 6.2
import PackageDescription

/// What every Swift target of the project is built with: undeclared imports and warnings fail.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// One kernel source folder, built once for each processor level; `Tensors` chooses at start-up.
///
/// Loops over a row's few connections lose more by what comes before an unrolled loop than they gain
/// by it; and sixteen loads are faster than a gather (Zen 5).
func kernels(_ name: String, processor: String?) -> Target {
  let flags: [SwiftSetting] =
    (processor.map {
      [.unsafeFlags(["-Xcc", "-march=\($0)", "-Xcc", "-mno-gather"]), .define("FUSED")]
    } ?? [])
    + (processor == "x86-64-v4" ? [.define("WIDE")] : [])
  return .target(
    name: name, dependencies: ["KernelTable", "CPermutation"], path: "Sources/\(name)",
    exclude: ["README.md"],
    swiftSettings: strict + flags + [
      .unsafeFlags(["-Ounchecked", "-Xllvm", "-unroll-runtime=false"])
    ])
}

#if arch(x86_64)
  let kernelTargets = [
    kernels("KernelsBaseline", processor: nil),
    kernels("KernelsV3", processor: "x86-64-v3"),
    kernels("KernelsV4", processor: "x86-64-v4"),
  ]
#else
  let kernelTargets = [kernels("KernelsBaseline", processor: nil)]
#endif
let kernelNames: [Target.Dependency] = kernelTargets.map { .init(stringLiteral: $0.name) }

func library(
  _ name: String, _ dependencies: [Target.Dependency] = [], path: String? = nil,
  exclude: [String] = ["README.md"]
) -> Target {
  .target(
    name: name, dependencies: dependencies, path: path, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "setl",
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: kernelTargets + [
    // Leaves of both halves.
    library("Characters"),
    library("Measuring"),
    library("Threads"),
    library("WholeFiles"),
    library("JSON"),
    library("Dates"),
    .target(name: "CMPI", exclude: ["README.md"], linkerSettings: [.linkedLibrary("dl")]),
    library("Processes", ["CMPI", "Threads"]),
    .target(name: "CCommands", exclude: ["README.md"]),
    library("Commands", ["CCommands"]),

    // A leaf of the bridge.
    .systemLibrary(name: "CPCRE2", providers: [.apt(["libpcre2-dev"])]),
    library("Patterns", ["CPCRE2"]),

    // The native core.
    library("KernelTable"),
    .systemLibrary(name: "CPermutation"),
    .target(name: "CProcessor", exclude: ["README.md"]),
    .target(name: "CMemory", exclude: ["README.md"]),
    .target(
      name: "COpenBLAS", exclude: ["README.md"], linkerSettings: [.linkedLibrary("dl")]),
    // A step walks storages from several threads, each its own part: checking at run time that nobody else
    // looks at where a storage begins took a twentieth of it.
    .target(
      name: "Tensors",
      dependencies: ["KernelTable", "CProcessor", "COpenBLAS", "Threads"] + kernelNames,
      exclude: ["README.md"],
      swiftSettings: strict + [.unsafeFlags(["-enforce-exclusivity=unchecked"])],
      linkerSettings: [.linkedLibrary("m")]),
    .target(
      name: "Layers", dependencies: ["Tensors", "KernelTable"], exclude: ["README.md"],
      swiftSettings: strict + [.unsafeFlags(["-enforce-exclusivity=unchecked"])]),
    library("Differentiation", ["Tensors"]),
    library("Evolution", ["Tensors"]),
    library("Topology", ["Tensors"]),
    .target(
      name: "CArchive", exclude: ["README.md"], linkerSettings: [.linkedLibrary("dl")]),
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    library("Datasets", ["Characters", "Tensors", "CArchive", "CZlib", "WholeFiles", "JSON"]),
    library(
      "Training",
      [
        "Characters", "Measuring", "Tensors", "KernelTable", "Layers", "Evolution", "Topology",
        "Datasets",
        "JSON", "Processes",
      ]),

    // The language.
    library("Syntax", ["Characters"]),
    .systemLibrary(name: "CReferences"),
    // The machine's registers, lists and maps are reached from one place at a time by design: checking
    // that at run time took a third of a call's time.
    .target(
      name: "Evaluation",
      dependencies: [
        "Characters", "Measuring", "Processes", "Syntax", "Threads", "WholeFiles", "CReferences",
        "CMemory",
      ],
      exclude: ["README.md"],
      swiftSettings: strict + [.unsafeFlags(["-enforce-exclusivity=unchecked"])],
      linkerSettings: [.linkedLibrary("m")]),

    // The bridge, and what stands on it.
    .target(
      name: "StandardLibrary", path: "stdlib", exclude: ["README.md"],
      resources: [
        .embedInCode("gradient.setl"), .embedInCode("list.setl"), .embedInCode("time.setl"),
        .embedInCode("table.setl"), .embedInCode("own.setl"),
        .embedInCode("processes.setl"), .embedInCode("session.setl"), .embedInCode("training.setl"),
      ], swiftSettings: strict),
    .target(
      name: "CCairo", exclude: ["README.md"], linkerSettings: [.linkedLibrary("dl")]),
    library("Figures", ["CCairo", "Characters"]),
    library(
      "Builtins",
      [
        "Characters", "Measuring", "Syntax", "Evaluation", "Figures", "Tensors", "Differentiation",
        "Layers",
        "Evolution", "Topology", "Datasets", "Training", "WholeFiles", "JSON", "Patterns",
        "Processes", "Commands", "Dates", "Threads",
      ]),
    library(
      "Sessions",
      [
        "Characters", "Measuring", "Processes", "Syntax", "Evaluation", "Threads", "WholeFiles",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    .target(
      name: "CLibedit", exclude: ["README.md"], linkerSettings: [.linkedLibrary("edit")]),
    library(
      "Repl",
      [
        "Characters", "Commands", "Sessions", "Syntax", "Evaluation", "Threads", "WholeFiles",
        "CLibedit",
      ]),
    .target(
      name: "JupyterFiles", path: "editors/jupyterlab",
      resources: [
        .embedInCode("install.json"), .embedInCode("package.json"),
        .embedInCode("static/remoteEntry.js"), .embedInCode("logo-svg.svg"),
        .embedInCode("logo-32x32.png"), .embedInCode("logo-64x64.png"),
      ], swiftSettings: strict),
    library(
      "Notebooks",
      ["Characters", "Sessions", "Syntax", "Evaluation", "JSON", "JupyterFiles", "WholeFiles"]),
    .target(
      name: "CZeroMQ", exclude: ["README.md"], linkerSettings: [.linkedLibrary("dl")]),
    library(
      "Kernel", ["Characters", "Notebooks", "Sessions", "Syntax", "Evaluation", "JSON", "CZeroMQ"]),
    .executableTarget(
      name: "setl",
      dependencies: [
        "Characters", "CMemory", "Processes", "Repl", "Sessions", "Notebooks", "Kernel", "Builtins",
        "StandardLibrary", "Evaluation", "Syntax", "Tensors", "WholeFiles",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict,
      linkerSettings: [
        // The run-time linked in: the command then starts in half the time.
        .unsafeFlags(["-static-stdlib"]), .linkedLibrary("_FoundationCollections"),
        .linkedLibrary("_FoundationCShims"), .linkedLibrary("CoreFoundation"),
        .linkedLibrary("_FoundationICU"),
      ]),
    library(
      "Attacks",
      [
        "Builtins", "CArchive", "Evaluation", "Sessions", "StandardLibrary", "Tensors",
        "WholeFiles",
      ], path: "benchmarks/attack"),
    .executableTarget(
      name: "benchmarks",
      dependencies: [
        "Attacks", "Evaluation", "Measuring", "Processes", "Sessions", "KernelTable", "Tensors",
        "Layers",
        "Evolution",
        "Datasets", "Training",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Tests.
    tests("TensorsTests", ["Tensors", "KernelTable"]),
    tests("LayersTests", ["Tensors", "Layers"]),
    tests("DifferentiationTests", ["Tensors", "Differentiation"]),
    tests("EvolutionTests", ["Tensors", "Evolution"]),
    tests("TopologyTests", ["Tensors", "Topology"]),
    tests("DatasetsTests", ["Tensors", "Datasets"]),
    tests("CharactersTests", ["Characters"]),
    tests("WholeFilesTests", ["WholeFiles"]),
    tests("JSONTests", ["JSON"]),
    tests("DatesTests", ["Dates"]),
    tests("ProcessesTests", ["Processes"]),
    tests("CommandsTests", ["Commands"]),
    tests(
      "TrainingTests", ["Tensors", "Layers", "Evolution", "Datasets", "Processes", "Training"]),
    tests("FiguresTests", ["Figures"]),
    tests("PatternsTests", ["Patterns"]),
    tests("ReplTests", ["Repl"]),
    tests("KernelTests", ["Evaluation", "JSON", "Notebooks", "Kernel"]),
    tests(
      "NotebooksTests",
      [
        "Builtins", "Evaluation", "JSON", "Notebooks", "Sessions", "StandardLibrary", "Syntax",
        "WholeFiles",
      ]),
    .testTarget(
      name: "SyntaxTests", dependencies: ["Characters", "Syntax"], exclude: ["Cases"],
      swiftSettings: strict),
    .testTarget(
      name: "SessionTests",
      dependencies: [
        "Syntax", "Evaluation", "Builtins", "Processes", "Sessions", "StandardLibrary",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "LanguageTests",
      dependencies: [
        "Syntax", "Evaluation", "Builtins", "Sessions", "StandardLibrary", "Training",
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      exclude: ["Cases", "Scripts", "NumPy"], swiftSettings: strict),
    .testTarget(
      name: "PageTests",
      dependencies: [
        "Syntax", "Evaluation", "Builtins", "Sessions", "StandardLibrary", "Notebooks",
      ],
      exclude: ["Cases"], swiftSettings: strict),
    tests("AttackTests", ["Attacks"]),
    // Runs the built command in a pseudo-terminal, and knows nothing else of the project.
    tests("TerminalTests", []),
    // Runs the built command under mpirun, where that is installed.
    tests("MachinesTests", []),
  ],
  swiftLanguageModes: [.v6]
)
