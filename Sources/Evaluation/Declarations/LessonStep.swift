/// One step of a lesson that a person types: something to read, and lines to type that show it.
public struct LessonStep: Sendable {
  public var title: String
  /// Lines of at most 76 characters.
  public var text: String
  /// Done one after the other; none where the lesson ends.
  public var tasks: [Task]
  /// What is said when all are done.
  public var praise: String

  public struct Task: Sendable {
    /// What may be typed; anything else that does the same is as good.
    public var line: String
    public var goal: Goal
    /// What is said when a cell did not reach the goal.
    public var hint: String

    public init(line: String, goal: Goal, hint: String) {
      self.line = line
      self.goal = goal
      self.hint = hint
    }
  }

  /// What a cell must do.
  public enum Goal: Sendable {
    /// It declares a name whose value has this kind.
    case declares(String)
    /// It calls a function of this name.
    case calls(String)
    /// It ends well, and its text holds one of these.
    case holds([String])
    /// It ends in an error.
    case fails
  }

  public init(title: String, text: String, tasks: [Task], praise: String = "") {
    self.title = title
    self.text = text
    self.tasks = tasks
    self.praise = praise
  }
}
