import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'

type IPv6 = ipaddr.IPv6

/** Global unicast, the only block of IPv6 from which addresses of hosts are given out. */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR('2000::/3')
/** IPv4 in the last four bytes: compatible, mapped, translated (RFC 6145), NAT64 (RFC 6052). */
const CARRIERS = ['::/96', '::ffff:0:0/96', '::ffff:0:0:0/96', '64:ff9b::/96'].map((it) => ipaddr.IPv6.parseCIDR(it))
const SIX_TO_FOUR = ipaddr.IPv6.parseCIDR('2002::/16')
const TEREDO = ipaddr.IPv6.parseCIDR('2001::/32')

/**
 * Whether an address is one that anybody on the internet may be dialled at: global unicast, and where it is an IPv6
 * address that stands for IPv4 ones, each of these too. False for everything that is no address in its canonical
 * spelling: an old spelling (`0x7f.1`, `127.1`) would be read by some and not by others.
 */
export function isPublicAddress(text: string): boolean {
  const family = isIP(text)
  if (family === 4) return ipaddr.IPv4.parse(text).range() === 'unicast'
  // A zone names an interface of this machine.
  if (family !== 6 || text.includes('%')) return false
  const address = ipaddr.IPv6.parse(text)
  const carried = listCarried(address)
  if (carried.length > 0) return carried.every((bytes) => new ipaddr.IPv4(bytes).range() === 'unicast')
  return address.range() === 'unicast' && address.match(GLOBAL_UNICAST)
}

/** IPv4 addresses that a packet to this one may end at. */
function listCarried(address: IPv6): number[][] {
  const bytes = address.toByteArray()
  if (CARRIERS.some((block) => address.match(block))) return [bytes.slice(12)]
  if (address.match(SIX_TO_FOUR)) return [bytes.slice(2, 6)]
  // The server in the clear, the client with all bits turned.
  if (address.match(TEREDO)) return [bytes.slice(4, 8), bytes.slice(12).map((byte) => byte ^ 0xff)]
  // ISATAP: an interface id of 0000:5efe or 0200:5efe before the IPv4 address, behind any prefix.
  const [flags = 0, zero, high, low] = bytes.slice(8, 12)
  if ((flags & 0xfd) === 0 && zero === 0 && high === 0x5e && low === 0xfe) return [bytes.slice(12)]
  return []
}
