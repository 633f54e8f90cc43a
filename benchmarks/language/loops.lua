local function run(n)
  local total = 0
  for i = 0, n - 1 do
    for j = 0, n - 1 do
      if (i + j) % 3 == 0 then total = total + j else total = total - 1 end
    end
  end
  return total
end
local start = os.clock()
local result = run(2000)
assert(result == 1329999333)
print(os.clock() - start)
