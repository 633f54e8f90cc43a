" Colours of setl.
if exists("b:current_syntax")
  finish
endif

" The words of the language, from its lexer: a test of the project writes these lines.
syntax keyword setlDeclaration let fn import
syntax keyword setlControl if else while for in break continue return yield try catch throw
syntax keyword setlWordOperator and or not
syntax keyword setlConstant true false none

syntax match setlFunction "\<\h\w*\ze\s*("
syntax match setlNumber "\<\d[0-9_]*\%(\.\d[0-9_]*\)\?\%([eE][+-]\?\d[0-9_]*\)\?"
syntax match setlOperator "[-+*/%@^=!<>?]\|\.\.\.\?"

syntax match setlEscape contained "\\\%(u{\x\{1,8}}\|[ntr\"\\{}]\)"
syntax region setlString start=+"+ end=+"\|$+ keepend oneline contains=setlEscape,setlValue
syntax region setlString start=+"""+ end=+"""+ contains=setlEscape,setlBlockValue
syntax cluster setlCode contains=setlDeclaration,setlControl,setlWordOperator,setlConstant,setlFunction,setlNumber,setlOperator,setlString,setlBrackets
syntax region setlValue contained oneline extend matchgroup=setlInterpolation start="{" end="}" contains=@setlCode,setlFormat
syntax region setlBlockValue contained extend matchgroup=setlInterpolation start="{" end="}" contains=@setlCode,setlFormat
syntax region setlBrackets contained extend transparent start="[([{]" end="[)\]}]" contains=@setlCode
syntax match setlFormat contained ":[^}\"]*\ze}"

syntax match setlComment "#.*$" contains=setlTodo
syntax match setlCell "^# %%.*$"
syntax keyword setlTodo contained TODO FIXME

syntax sync minlines=200

highlight default link setlDeclaration Statement
highlight default link setlControl Statement
highlight default link setlWordOperator Operator
highlight default link setlConstant Constant
highlight default link setlFunction Function
highlight default link setlNumber Number
highlight default link setlOperator Operator
highlight default link setlString String
highlight default link setlEscape SpecialChar
highlight default link setlInterpolation Delimiter
highlight default link setlFormat SpecialChar
highlight default link setlComment Comment
highlight default link setlCell Title
highlight default link setlTodo Todo

let b:current_syntax = "setl"
