local SOLAR_MASS = 4 * 3.141592653589793 ^ 2
local YEAR = 365.24
local function body(x, y, z, vx, vy, vz, mass)
  return {x = x, y = y, z = z, vx = vx * YEAR, vy = vy * YEAR, vz = vz * YEAR,
          mass = mass * SOLAR_MASS}
end
local function bodies()
  return {
    body(0, 0, 0, 0, 0, 0, 1),
    body(4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
         0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023,
         0.000954791938424326609),
    body(8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
         -0.00276742510726411021, 0.00499852801234917238, 0.0000230417297573763929,
         0.000285885980666130812),
    body(12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
         0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556,
         0.0000436624404335156298),
    body(15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
         0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870,
         0.0000515138902046611451),
  }
end
local function advance(all, pairs_, dt)
  for _, pair in ipairs(pairs_) do
    local a, b = pair[1], pair[2]
    local dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
    local squared = dx * dx + dy * dy + dz * dz
    local magnitude = dt / (squared * math.sqrt(squared))
    local pull = b.mass * magnitude
    a.vx = a.vx - dx * pull
    a.vy = a.vy - dy * pull
    a.vz = a.vz - dz * pull
    pull = a.mass * magnitude
    b.vx = b.vx + dx * pull
    b.vy = b.vy + dy * pull
    b.vz = b.vz + dz * pull
  end
  for _, b in ipairs(all) do
    b.x = b.x + dt * b.vx
    b.y = b.y + dt * b.vy
    b.z = b.z + dt * b.vz
  end
end
local function energy(all, pairs_)
  local total = 0
  for _, b in ipairs(all) do total = total + 0.5 * b.mass * (b.vx ^ 2 + b.vy ^ 2 + b.vz ^ 2) end
  for _, pair in ipairs(pairs_) do
    local a, b = pair[1], pair[2]
    total = total - a.mass * b.mass / math.sqrt((a.x - b.x) ^ 2 + (a.y - b.y) ^ 2 + (a.z - b.z) ^ 2)
  end
  return total
end
local function run(steps)
  local all = bodies()
  local pairs_ = {}
  for i = 1, #all do
    for j = i + 1, #all do pairs_[#pairs_ + 1] = {all[i], all[j]} end
  end
  local sun = all[1]
  for _, b in ipairs(all) do
    sun.vx = sun.vx - b.vx * b.mass / SOLAR_MASS
    sun.vy = sun.vy - b.vy * b.mass / SOLAR_MASS
    sun.vz = sun.vz - b.vz * b.mass / SOLAR_MASS
  end
  for _ = 1, steps do advance(all, pairs_, 0.01) end
  return energy(all, pairs_)
end
local start = os.clock()
local result = run(50000)
assert(math.abs(result + 0.169078071) < 1e-8)
print(os.clock() - start)
