import math
import time
SOLAR_MASS = 4 * 3.141592653589793 ** 2
YEAR = 365.24
class Body:
    __slots__ = ("x", "y", "z", "vx", "vy", "vz", "mass")
    def __init__(self, x, y, z, vx, vy, vz, mass):
        self.x, self.y, self.z = x, y, z
        self.vx, self.vy, self.vz = vx * YEAR, vy * YEAR, vz * YEAR
        self.mass = mass * SOLAR_MASS
def bodies():
    return [
        Body(0, 0, 0, 0, 0, 0, 1),
        Body(4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
             0.00166007664274403694, 0.00769901118419740425, -0.0000690460016972063023,
             0.000954791938424326609),
        Body(8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
             -0.00276742510726411021, 0.00499852801234917238, 0.0000230417297573763929,
             0.000285885980666130812),
        Body(12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
             0.00296460137564761618, 0.00237847173959480950, -0.0000296589568540237556,
             0.0000436624404335156298),
        Body(15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
             0.00268067772490389322, 0.00162824170038242295, -0.0000951592254519715870,
             0.0000515138902046611451),
    ]
def advance(bodies, pairs, dt):
    for a, b in pairs:
        dx = a.x - b.x
        dy = a.y - b.y
        dz = a.z - b.z
        squared = dx * dx + dy * dy + dz * dz
        magnitude = dt / (squared * math.sqrt(squared))
        pull = b.mass * magnitude
        a.vx -= dx * pull
        a.vy -= dy * pull
        a.vz -= dz * pull
        pull = a.mass * magnitude
        b.vx += dx * pull
        b.vy += dy * pull
        b.vz += dz * pull
    for b in bodies:
        b.x += dt * b.vx
        b.y += dt * b.vy
        b.z += dt * b.vz
def energy(bodies, pairs):
    total = 0
    for b in bodies:
        total += 0.5 * b.mass * (b.vx ** 2 + b.vy ** 2 + b.vz ** 2)
    for a, b in pairs:
        total -= a.mass * b.mass / math.sqrt(
            (a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2)
    return total
def run(steps):
    everything = bodies()
    pairs = [(a, b) for i, a in enumerate(everything) for b in everything[i + 1:]]
    sun = everything[0]
    for b in everything:
        sun.vx -= b.vx * b.mass / SOLAR_MASS
        sun.vy -= b.vy * b.mass / SOLAR_MASS
        sun.vz -= b.vz * b.mass / SOLAR_MASS
    for _ in range(steps):
        advance(everything, pairs, 0.01)
    return energy(everything, pairs)
start = time.perf_counter()
result = run(50_000)
assert abs(result + 0.169078071) < 1e-8, result
print(time.perf_counter() - start)
