internal import Glibc
internal import Synchronization
internal import Threads

/// A group whose processes are threads of this one: what is done by several can be tried without MPI.
public final class MemoryGroup: ProcessGroup, @unchecked Sendable {
  public let number: Int
  public let threads: Int
  private let table: Table

  private init(number: Int, threads: Int, table: Table) {
    self.number = number
    self.threads = threads
    self.table = table
  }

  /// The members of a group of `count`, one for each thread.
  public static func members(_ count: Int, threads: Int = 1) -> [MemoryGroup] {
    let table = Table(count: count)
    return (0..<count).map { MemoryGroup(number: $0, threads: threads, table: table) }
  }

  public var count: Int { table.count }

  public func gather(
    _ mine: UnsafeRawBufferPointer, into all: UnsafeMutableRawBufferPointer
  ) throws {
    try gather(mine, counts: [Int](repeating: mine.count, count: count), into: all)
  }

  public func gather(
    _ mine: UnsafeRawBufferPointer, counts: [Int], into all: UnsafeMutableRawBufferPointer
  ) throws {
    try table.meet(number, mine) { given in
      var place = 0
      for (bytes, count) in zip(given, counts) {
        precondition(bytes.count == count, "As many bytes as are told.")
        UnsafeMutableRawBufferPointer(rebasing: all[place...]).copyMemory(from: bytes)
        place += count
      }
    }
  }

  public func exchange(
    _ mine: UnsafeRawBufferPointer, counts: [Int], into all: UnsafeMutableRawBufferPointer,
    given: [Int]
  ) throws {
    // Each sends to all where in its bytes the others find theirs.
    var starts = [0]
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    var tables = [Int](repeating: 0, count: count * starts.count)
    try starts.withUnsafeBytes { starts in
      try tables.withUnsafeMutableBytes { try gather(starts, into: $0) }
    }
    try table.meet(number, mine) { sent in
      var place = 0
      for (sender, bytes) in sent.enumerated() {
        let start = tables[sender * starts.count + number]
        let end = tables[sender * starts.count + number + 1]
        precondition(end - start == given[sender], "As many bytes as are told.")
        UnsafeMutableRawBufferPointer(rebasing: all[place...]).copyMemory(
          from: .init(rebasing: bytes[start..<end]))
        place += end - start
      }
    }
  }

  /// All who wait, now or later, get an error.
  public func abort(status: Int32) { table.abort() }

  /// Where the members lay what they give.
  private final class Table: @unchecked Sendable {
    let count: Int
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var given: [UnsafeRawBufferPointer?]
    private var isAborted = false
    private var arrived = 0
    private var round = 0

    init(count: Int) {
      self.count = count
      given = .init(repeating: nil, count: count)
      pthread_mutex_init(lock, nil)
      pthread_cond_init(changed, nil)
    }

    deinit {
      pthread_cond_destroy(changed)
      pthread_mutex_destroy(lock)
      changed.deallocate()
      lock.deallocate()
    }

    /// Lays `bytes` down, takes what all gave, and leaves when all have taken theirs.
    func meet(
      _ number: Int, _ bytes: UnsafeRawBufferPointer, take: ([UnsafeRawBufferPointer]) -> Void
    ) throws {
      pthread_mutex_lock(lock)
      defer { pthread_mutex_unlock(lock) }
      given[number] = bytes
      try wait()
      take(given.compactMap { $0 })
      try wait()
    }

    func abort() {
      pthread_mutex_lock(lock)
      isAborted = true
      pthread_cond_broadcast(changed)
      pthread_mutex_unlock(lock)
    }

    /// Until all have come.
    private func wait() throws {
      let mine = round
      arrived += 1
      if arrived == count {
        arrived = 0
        round += 1
        pthread_cond_broadcast(changed)
      }
      while round == mine && !isAborted { pthread_cond_wait(changed, lock) }
      if round == mine { throw ProcessError("the other processes have ended") }
    }
  }
}

extension MemoryGroup {
  /// What `body` comes to in each member of a group of `count`, each on a thread of its own. Where one
  /// throws, whoever waits for it gets an error.
  public static func run<Success: Sendable>(
    _ count: Int, threads: Int = 1, _ body: @escaping @Sendable (MemoryGroup) throws -> Success
  ) -> [Result<Success, any Error>] {
    let results = Mutex([Result<Success, any Error>?](repeating: nil, count: count))
    let running = members(count, threads: threads).map { member in
      start {
        let result = Result { try body(member) }
        if case .failure = result { member.abort(status: 1) }
        results.withLock { $0[member.number] = result }
      }
    }
    for thread in running { thread.join() }
    return results.withLock { $0 }.compactMap { $0 }
  }

  private static func start(_ run: @escaping () -> Void) -> QuietThread {
    // As much of a stack as a process begins with.
    guard let thread = try? QuietThread(stackSize: 8 << 20, run) else {
      preconditionFailure("A group has a thread for each of its few members.")
    }
    return thread
  }
}
