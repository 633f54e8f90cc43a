" Comments and indentation of setl.
if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:##,:# commentstring=#\ %s
setlocal expandtab shiftwidth=4 softtabstop=4
setlocal cindent cinkeys=0{,0},0),0],!^F,o,O cinoptions=(s,m1,+0,J1
let b:undo_ftplugin = "setlocal comments< commentstring< expandtab< shiftwidth< softtabstop< cindent< cinkeys< cinoptions<"
