internal import CMPI
internal import Glibc

/// The cores of a machine, shared by the processes of a group that run on it.
///
/// A launcher may bind a process to some cores; of each core that it may use a process has the share that
/// the others leave it.
struct CoreShare: BitwiseCopyable {
  /// Of the machine's name.
  private var machine: UInt64 = 0
  /// A bit for each core that the process may use; of larger machines the first ones.
  private var cores: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)

  private static let most = 256

  /// That of this process.
  private static var own: CoreShare {
    var share = CoreShare()
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    // FNV-1a.
    share.machine = name.reduce(0xCBF2_9CE4_8422_2325) {
      ($0 ^ UInt64(UInt8(bitPattern: $1))) &* 0x100_0000_01B3
    }
    withUnsafeMutableBytes(of: &share.cores) { bits in
      for core in 0..<most where setl_may_use_core(Int32(core)) != 0 {
        bits[core / 8] |= 1 << UInt8(core % 8)
      }
    }
    return share
  }

  private func has(_ core: Int) -> Bool {
    withUnsafeBytes(of: cores) { $0[core / 8] & 1 << UInt8(core % 8) != 0 }
  }

  /// How many threads this process should have, at least one, and how many processes run here.
  static func share(in group: any ProcessGroup) throws -> (threads: Int, neighbours: Int) {
    let all = try group.gather(of: own)
    let mine = all[group.number]
    let here = all.filter { $0.machine == mine.machine }
    // A core that n may use is an nth of one to each.
    let share = (0..<most).reduce(0.0) { sum, core in
      mine.has(core) ? sum + 1 / Double(here.count { $0.has(core) }) : sum
    }
    return (max(1, Int(share + 1e-9)), here.count)
  }
}
