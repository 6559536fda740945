-- Asks for keys at random: arguments are the path's beginning, how many keys there are, and a seed.
local prefix
local keys

function init(args)
  prefix = "GET " .. args[1]
  keys = tonumber(args[2])
  math.randomseed(tonumber(args[3]))
end

function request()
  return prefix .. (math.random(keys) - 1) .. " HTTP/1.1\r\nHost: localhost\r\n\r\n"
end
