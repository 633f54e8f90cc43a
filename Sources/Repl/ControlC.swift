internal import CLibedit
public import Evaluation
internal import Glibc
internal import Threads

/// Lets Ctrl-C request an interrupt, from now on and in every thread; before the prompt, which learns of
/// it too.
public func interruptOnControlC(_ interrupt: Interrupt) {
  SharedInterrupt.current = interrupt
  SharedInterrupt.signals = setl_watch_signals { number in
    SharedInterrupt.current?.request(isQuiet: number == SIGUSR1)
    SharedInterrupt.bell?.ring()
  }
}

/// Lets what launchers and schedulers send to processes that are to end request an interrupt too. SIGUSR1 is
/// their word for a time that comes to its end: a script that then ends by itself has not failed.
public func interruptOnLaunchersSignals() {
  setl_watch_signal(SIGTERM)
  setl_watch_signal(SIGUSR1)
}

/// What the signal handler may reach, and where it tells of signals: set before a program runs.
enum SharedInterrupt {
  nonisolated(unsafe) static var current: Interrupt?
  nonisolated(unsafe) static var signals: Int32 = -1
  /// Of the output, which says that an interrupt was heard.
  nonisolated(unsafe) static var bell: Bell?
}
