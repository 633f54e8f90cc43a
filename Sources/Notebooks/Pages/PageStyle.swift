/// How pages look.
enum PageStyle {
  static let text = """
    body { margin: 0; background: #fff; color: #1f2328; font: 16px/1.55 system-ui, sans-serif; }
    main { max-width: 56rem; margin: 2rem auto; padding: 0 1rem; }
    section { margin: 1rem 0; }
    pre, code { font: 13.5px/1.45 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
    pre { margin: .4rem 0; overflow-x: auto; }
    p > code, li > code, td > code { background: #f2f4f7; border-radius: 3px; padding: .1em .3em; }
    .in { background: #f6f8fa; border-left: 3px solid #3b6fb6; padding: .3rem .8rem; }
    .in pre, .markdown pre { white-space: pre; }
    .markdown pre, .raw { background: #f6f8fa; padding: .5rem .8rem; }
    .number { color: #6a737d; font: 12px ui-monospace, monospace; }
    .out { padding: 0 .8rem; overflow-x: auto; }
    .stderr { background: #fff4e5; padding: .3rem .8rem; }
    .error { background: #fff1f0; border-left: 3px solid #c62828; padding: .3rem .8rem; }
    img { max-width: 100%; }
    blockquote { margin: .5rem 0; padding: 0 1rem; border-left: 3px solid #d0d7de; color: #57606a; }
    table { border-collapse: collapse; margin: .5rem 0; }
    th, td { border: 1px solid #d0d7de; padding: .2rem .6rem; }
    .k, .kd { color: #7b2d8b; } .ow { color: #7b2d8b; } .kc, .m { color: #0b5cad; }
    .s { color: #1a7f37; } .si { color: #b35900; } .c { color: #6a737d; font-style: italic; }
    .nf { color: #1b4f9c; } .err { text-decoration: underline wavy #c62828; }
    .tb { font-weight: bold; } .ti { font-style: italic; } .tu { text-decoration: underline; }
    .tf1, .tf9 { color: #c62828; } .tf2, .tf10 { color: #1a7f37; } .tf3, .tf11 { color: #9a6700; }
    .tf4, .tf12 { color: #1b4f9c; } .tf5, .tf13 { color: #7b2d8b; } .tf6, .tf14 { color: #0b7285; }
    .tf7, .tf8, .tf15 { color: #6a737d; }
    .tg1, .tg9 { background: #ffd7d5; } .tg2, .tg10 { background: #d4f8db; }
    .tg3, .tg11 { background: #fff1b8; } .tg4, .tg12 { background: #d6e4ff; }
    .tg5, .tg13 { background: #f3d9fa; } .tg6, .tg14 { background: #c5f6fa; }
    .tg7, .tg8, .tg15 { background: #e9ecef; }

    """
}
