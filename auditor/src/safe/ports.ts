/**
 * Ports from 1024 on that no payload is served at: those that browsers refuse, since their protocols read an HTTP request
 * as commands, and databases, caches and control planes that are open by mistake more often than not.
 */
const REFUSED_PORTS = new Set([
  1433, 1521, 1719, 1720, 1723, 2049, 2181, 2375, 2376, 2379, 2380, 3306, 3389, 3659, 4045, 4190, 5060, 5061, 5432,
  5672, 5900, 5984, 6000, 6379, 6443, 6566, 6665, 6666, 6667, 6668, 6669, 6679, 6697, 7001, 9042, 9092, 9200, 9300,
  10080, 10250, 10255, 11211, 15672, 25672, 27017, 27018, 28017, 50000, 61616,
])

/** Whether a port that a stranger named may be dialled: 80, 443, and from 1024 on all but those of other protocols. */
export function isAllowedPort(port: number): boolean {
  if (!Number.isInteger(port) || port > 65_535) return false
  return port === 80 || port === 443 || (port >= 1024 && !REFUSED_PORTS.has(port))
}
