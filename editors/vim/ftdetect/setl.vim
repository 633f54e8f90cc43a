autocmd BufNewFile,BufRead *.setl setfiletype setl
