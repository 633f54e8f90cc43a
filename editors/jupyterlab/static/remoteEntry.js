// The language setl in JupyterLab: colours, indentation, comments. Plain JavaScript, as the page loads it.
(() => {
  // The words of the language, from its lexer: a test of the project writes this line.
  const words = { "let": "definitionKeyword", "fn": "definitionKeyword", "if": "controlKeyword", "else": "controlKeyword", "while": "controlKeyword", "for": "controlKeyword", "in": "controlKeyword", "break": "controlKeyword", "continue": "controlKeyword", "return": "controlKeyword", "yield": "controlKeyword", "try": "controlKeyword", "catch": "controlKeyword", "throw": "controlKeyword", "import": "definitionKeyword", "and": "operatorKeyword", "or": "operatorKeyword", "not": "operatorKeyword", "true": "atom", "false": "atom", "none": "atom" };

  const number = /^\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d[\d_]*)?/;
  const name = /^[\p{XID_Start}_]\p{XID_Continue}*/u;
  const escape = /^\\(?:u\{[0-9a-fA-F]{1,8}\}|[ntr"\\{}])/;

  // What is open, the outermost first: strings, and interpolations in them.
  const top = state => state.open[state.open.length - 1];

  function string(stream, state, here) {
    if (stream.match(here.isBlock ? '"""' : '"')) {
      state.open.pop();
      return "string";
    }
    if (stream.match(escape)) return "escape";
    if (stream.eat("{")) {
      state.open.push({ isString: false, isBlock: here.isBlock, brackets: 0 });
      return "brace";
    }
    stream.next();
    stream.eatWhile(/[^"\\{]/);
    return "string";
  }

  function beginString(stream, state) {
    const isBlock = Boolean(stream.match('"""'));
    if (!isBlock) stream.next();
    state.open.push({ isString: true, isBlock });
    return "string";
  }

  function code(stream, state, here) {
    if (stream.eatSpace()) return null;
    if (here && here.brackets === 0) {
      if (stream.eat("}")) {
        state.open.pop();
        return "brace";
      }
      if (stream.eat(":")) {
        stream.match(/^[^}"]*/);
        return "meta";
      }
    }
    const next = stream.peek();
    if (next === "#" && !here) {
      stream.skipToEnd();
      return "comment";
    }
    if (next === '"') return beginString(stream, state);
    if (stream.match(number)) return "number";
    const word = stream.match(name);
    if (word) {
      if (Object.hasOwn(words, word[0])) return words[word[0]];
      return stream.match(/^\s*\(/, false) ? "variableName.function" : "variableName";
    }
    stream.next();
    if ("([{".includes(next)) {
      if (here) here.brackets += 1; else state.depth += 1;
    } else if (")]}".includes(next)) {
      if (here) here.brackets -= 1; else state.depth = Math.max(0, state.depth - 1);
    }
    return /[-+*\/%@^=!<>.?]/.test(next) ? "operator" : "punctuation";
  }

  const mode = {
    name: "setl",
    startState: () => ({ open: [], depth: 0 }),
    copyState: state => ({ open: state.open.map(part => ({ ...part })), depth: state.depth }),
    token(stream, state) {
      // A string on one line ends with it, whatever is open in it.
      if (stream.sol()) {
        const first = state.open.findIndex(part => !part.isBlock);
        if (first >= 0) state.open.length = first;
      }
      const here = top(state);
      return here && here.isString ? string(stream, state, here) : code(stream, state, here);
    },
    indent(state, textAfter, context) {
      if (state.open.length > 0) return null;
      const depth = /^[)\]}]/.test(textAfter) ? state.depth - 1 : state.depth;
      return Math.max(0, depth) * context.unit;
    },
    languageData: {
      commentTokens: { line: "#" },
      closeBrackets: { brackets: ["(", "[", "{", '"', '"""'] },
      indentOnInput: /^\s*[)\]}]$/
    }
  };

  let shared;
  const load = async name => (await Object.values(shared[name])[0].get())();

  (window._JUPYTERLAB ??= {})["setl"] = {
    init(scope) { shared = scope; },
    async get() {
      const { IEditorLanguageRegistry } = await load("@jupyterlab/codemirror");
      const { StreamLanguage, LanguageSupport } = await load("@codemirror/language");
      const plugin = {
        id: "setl:language",
        autoStart: true,
        requires: [IEditorLanguageRegistry],
        activate(app, languages) {
          languages.addLanguage({
            name: "setl",
            mime: "text/x-setl",
            extensions: ["setl"],
            load: async () => new LanguageSupport(StreamLanguage.define(mode))
          });
        }
      };
      // Without `__esModule` the page would stay empty.
      return () => ({ __esModule: true, default: plugin });
    }
  };
})();
