internal import CLibedit
public import Evaluation

/// Lets Ctrl-C request an interrupt, from now on and in every thread; before the prompt, which learns of
/// it too.
public func interruptOnControlC(_ interrupt: Interrupt) {
  SharedInterrupt.current = interrupt
  SharedInterrupt.signals = setl_watch_signals {
    SharedInterrupt.current?.request()
    SharedInterrupt.bell?.ring()
  }
}

/// What the signal handler may reach, and where it tells of signals: set before a program runs.
enum SharedInterrupt {
  nonisolated(unsafe) static var current: Interrupt?
  nonisolated(unsafe) static var signals: Int32 = -1
  /// Of the output, which says that an interrupt was heard.
  nonisolated(unsafe) static var bell: Bell?
}
