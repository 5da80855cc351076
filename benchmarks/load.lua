-- The script of wrk: one request after another as the environment describes it.
local method = os.getenv("BENCH_METHOD")
local path = os.getenv("BENCH_PATH")
local body = os.getenv("BENCH_BODY")
local token = os.getenv("BENCH_TOKEN")
local rows = tonumber(os.getenv("BENCH_ROWS"))
local pages = tonumber(os.getenv("BENCH_PAGES"))
local headers = {}

if token ~= "" then headers["Authorization"] = "Bearer " .. token end
if body ~= "" then headers["Content-Type"] = "application/json" else body = nil end

function init()
  math.randomseed(os.time())
end

function request()
  local filled = path:gsub("{id}", function() return math.random(rows) end)
  filled = filled:gsub("{page}", function() return math.random(pages) end)
  return wrk.format(method, filled, headers, body)
end

function done(summary, latency)
  local errors = summary.errors
  local lost = errors.connect + errors.read + errors.write + errors.timeout
  io.write(string.format(
    'RESULT {"count": %d, "bad": %d, "seconds": %f, "p50": %f, "p99": %f}\n',
    summary.requests, errors.status + lost, summary.duration / 1e6,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
