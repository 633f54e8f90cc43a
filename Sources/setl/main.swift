print("setl")
