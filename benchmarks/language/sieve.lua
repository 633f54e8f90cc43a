local function run(n)
  local is_prime = {}
  for i = 0, n - 1 do is_prime[i] = true end
  local count = 0
  for i = 2, n - 1 do
    if is_prime[i] then
      count = count + 1
      for j = i * i, n - 1, i do is_prime[j] = false end
    end
  end
  return count
end
local start = os.clock()
local result = 0
for _ = 1, 20 do result = result + run(100000) end
assert(result == 191840)
print(os.clock() - start)
