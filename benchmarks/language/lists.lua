local function run(n)
  local total = 0
  for _ = 1, 20 do
    local squares = {}
    for i = 0, n - 1 do squares[#squares + 1] = i * i end
    for _, x in ipairs(squares) do if x % 2 == 0 then total = total + 1 end end
  end
  return total
end
local start = os.clock()
local result = run(100000)
assert(result == 1000000)
print(os.clock() - start)
