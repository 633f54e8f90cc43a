local function run(rounds)
  local names = {}
  for i = 0, 999 do names[#names + 1] = "key" .. i end
  local total = 0
  for r = 0, rounds - 1 do
    local counts = {}
    for _, name in ipairs(names) do counts[name] = 0 end
    for _, name in ipairs(names) do counts[name] = counts[name] + r end
    local squares = {}
    for i = 0, 999 do squares[i] = i * i end
    for i = 0, 999 do total = total + squares[i] end
    total = total + counts["key7"]
  end
  return total
end
local start = os.clock()
local result = run(200)
assert(result == 66566700000 + 19900)
print(os.clock() - start)
