local function run(n)
  local words = {}
  for i = 0, n - 1 do words[#words + 1] = "word " .. i end
  local line = table.concat(words, ", ")
  -- Lua's texts are built in a table: `..` would copy the whole text each time.
  local parts = {}
  for _, word in ipairs(words) do parts[#parts + 1] = word .. ";" end
  local text = table.concat(parts)
  return #line + #text
end
local start = os.clock()
local result = run(300000)
assert(result == 7277778)
print(os.clock() - start)
