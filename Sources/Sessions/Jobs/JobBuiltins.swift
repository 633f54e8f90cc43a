internal import Evaluation
internal import Syntax

extension Job {
  /// The natives that work on jobs. Inside a job `link` leads to no session.
  static func functions(_ link: SessionLink) -> [Builtin] {
    [
      Builtin(
        "background", in: .session,
        "Runs a function beside the prompt, on a copy of all that it uses, and gives the job. "
          + "Its lines appear above the prompt; `job.result` is what it gave. It draws the random numbers "
          + "that it would draw here, and leaves those of the session where they are.",
        .required("function", "a function that needs no arguments"),
        example: "let job = background(() => sum([1, 2, 3]))\njob.wait()  # 6"
      ) { (context, function: Value) in
        guard context.group == nil else { throw notTogether() }
        return JobObject(try start(function, link), link)
      },
      Builtin(
        "wait", in: .session,
        "Waits until a job is over, and gives its result. Ctrl-C ends the waiting alone.",
        .required("job", "what `background` gave"),
        example: "background(() => 6 * 7).wait()  # 42"
      ) { (context, object: JobObject) in
        guard let session = link.session else { throw noSession("wait") }
        try session.wait(for: object.job, context)
        return try object.job.result(session.machine)
      },
      Builtin(
        "stop", in: .session,
        "Ends a job as Ctrl-C ends a program: a training after its batch, then the function goes on to its "
          + "result; the second time at once.",
        .required("job", "what `background` gave"),
        example: "let job = background(fn() { while true {} })\njob.stop()\n"
          + "try { job.wait() } catch problem { print(problem.code) }  # prints: S0331"
      ) { (_, object: JobObject) in
        object.job.stop()
        return Value.none
      },
    ]
  }

  /// The natives behind `session.` about jobs.
  static func methods(_ link: SessionLink) -> [Builtin] {
    [
      Builtin(
        "session.jobs", in: .session,
        "Lists the jobs that run, those in use, and the last twenty that are over and not looked at.",
        example: "length(session.jobs())  # 0"
      ) { _ in
        guard let session = link.session else { return Value.list([]) }
        session.jobs.collect(session.machine)
        return Value.list(session.jobs.all.map { .object(JobObject($0, link)) })
      }
    ]
  }

  private static func start(_ value: Value, _ link: SessionLink) throws -> Job {
    guard let session = link.session else { throw noSession("background") }
    guard let function = value.asObject as? FunctionObject else {
      throw NativeError(
        "S0302", "`background` takes a function that needs no arguments",
        label: "this is \(value.kindPhrase)",
        help: value.isFunction
          ? "call it in one:  background(() => f())" : "put  () =>  before what it is to compute",
        argument: "function")
    }
    guard function.requiredCount == 0 else {
      throw NativeError(
        "S0302", "`background` takes a function that needs no arguments",
        label: "this is  \(function.signature)",
        help: "call it in one that needs none:  background(() => f(x))", argument: "function")
    }
    do {
      return try session.jobs.start(function, on: session)
    } catch var error as NativeError {
      error.argument = "function"
      throw error
    }
  }

  private static func notTogether() -> NativeError {
    NativeError(
      "S0350", "jobs cannot run where several processes run the program together",
      notes: ["they would not be at the same places of the program any more"],
      help: "share the work out instead:  alone(() => …), and `process` tells which one this is")
  }

  private static func noSession(_ name: String) -> NativeError {
    NativeError(
      "S0332", "`\(name)` is not for use inside a job",
      notes: ["jobs belong to the session, which a job cannot reach"],
      help: "start each job from the prompt, or from the script itself")
  }
}
