public import Syntax

/// Codes of values, names and calls.
public let evaluationExplanations: [Explanation] = [
  .init(
    "S0201", "an operator that does not take these values",
    "Each operator works on certain kinds: + adds numbers, joins two strings or two lists; @ multiplies "
      + "matrices. To put a value into a text, use braces: \"total {x}\"."),
  .init(
    "S0202", "a condition that is no bool",
    "Only true and false are conditions, so that `if count` cannot mean something nobody meant. Compare: "
      + "if count > 0."),
  .init(
    "S0204", "an index that is not there",
    "Elements are counted from 0; negative numbers count from the end. xs[-1] is the last. Indices are "
      + "whole numbers."),
  .init("S0205", "a format that does not fit", "Digits and notations are for numbers alone."),
  .init("S0206", "a range without an end", "A range needs finite ends and a step that is not 0."),
  .init(
    "S0207", "a missing key",
    "m.name and m[\"name\"] need the key to be there. get(m, \"name\", default) does not."),
  .init(
    "S0208", "a missing field", "The value has no field of that name; the notes list those it has."),
  .init(
    "S0209", "a loop over what has no elements",
    "for goes through lists, maps (their keys), ranges, strings, and values of the library that have "
      + "elements or give one thing after the other."),
  .init(
    "S0210", "more than fits into memory", "The result would be larger than the memory there is."),
  .init(
    "S0211", "a value that cannot be taken apart so",
    "let [a, b] = xs needs as many names as values; ...rest takes what is left."),
  .init(
    "S0301", "an unknown name",
    "A name must be declared with let, fn or import before a line can use it, or belong to the library."
  ),
  .init("S0302", "an argument of the wrong kind", "The parameter takes another kind of value."),
  .init(
    "S0303", "an argument that is none of the choices", "The parameter takes one of a few words."),
  .init(
    "S0304", "arguments that do not fit",
    "Positional arguments are matched by place, named ones by name. What has a default may be left out."
  ),
  .init("S0305", "a call of what is no function", "Only functions can be called."),
  .init(
    "S0306", "a function that is too large",
    "It uses more values at once than the machine has room for."),
  .init(
    "S0307", "an assignment to a library function",
    "Names of the library cannot be changed, but a variable of the same name may be declared with let."
  ),
  .init(
    "S0308", "a statement out of place", "break and continue belong in loops, return in functions."),
  .init("S0309", "an import that failed", "The file is missing, imports itself, or has an error."),
  .init(
    "S0310", "recursion without end",
    "A function that calls itself needs a case in which it does not. \(Machine.deepestCall) calls within "
      + "each other are the most there can be."),
  .init(
    "S0311", "a variable without a value",
    "It is used before the line that declares it has run, or after `forget` has taken its value."),
  .init(
    "S0312", "an interrupt", "The program was stopped from outside; every variable keeps its value."
  ),
  .init(
    "S0340", "a session without what is asked for",
    "session.save needs cells that ran to their end, which a script has not; restore() needs a session "
      + "that ended unexpectedly, replay() a notebook, and explain() without a code a cell that failed."
  ),
  .init(
    "S0341", "a training that was lost",
    "The session that restore() brings back ended before this training had a report, or what was kept of "
      + "its reports and models is damaged: there is nothing of it to bring back."),
  .init(
    "S0336", "a question that nobody can answer",
    "input() asks a person. Where none is there, as in a job or in a notebook that runs by itself, it is an "
      + "error; so it is where standard input is the program."
  ),
  .init(
    "S0350", "processes that do not go together",
    "mpirun and srun start the same program several times, and its processes train one model together: they "
      + "must have the same setl, program and data, and come to the same places of the program. What each does "
      + "by itself, such as runs with other settings, goes into alone(() => …); process and processes tell "
      + "which one it is, and of how many."),
  .init(
    "S0501", "a file that is no notebook",
    "A notebook is a file of JSON in version 4 of Jupyter's format. What is wrong with it stands in the note. "
      + "setl convert writes a notebook from a script."),
  .init(
    "S0502", "a notebook in another language",
    "Its kernelspec says which language its cells are written in; setl runs those in setl."),
  .init(
    "S0503", "a kernel that cannot be installed or removed",
    "setl kernel install puts the kernel into your own folder, with --sys-prefix into a Python environment, with "
      + "--prefix below a folder. It must be one that you may write to."),
  .init("S0320", "an error that the program threw", "The program itself said throw."),
  .init(
    "S0331", "a job without a result",
    "job.result is there once the job is done. job.wait() waits for it; job.done, job.progress and "
      + "job.seconds tell how far it is. A job that was stopped before its function gave anything has none."
  ),
  .init(
    "S0332", "a job inside a job",
    "A job is started, waited for and stopped by the session: the prompt, or the script itself. What runs "
      + "inside a job has no session."),
]
