import { lookup as resolve, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * Networks that are nobody's on the internet: our own machines may be there. Those of the IANA IPv4 and IPv6
 * Special-Purpose Address Registries (RFC 6890) that are not globally reachable, or that carry another address inside
 * which is not looked at here (6to4, Teredo, NAT64); multicast, and what is reserved or was withdrawn. Of IPv6 only
 * 2000::/3 is given out (IANA IPv6 Address Space registry): all else is closed.
 */
const privateNetworks: Record<'ipv4' | 'ipv6', [network: string, prefix: number][]> = {
  ipv4: [
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.0.2.0', 24],
    // 6to4 relays, withdrawn by RFC 7526.
    ['192.88.99.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['198.51.100.0', 24],
    ['203.0.113.0', 24],
    ['224.0.0.0', 3],
  ],
  ipv6: [
    // Unspecified, loopback, NAT64 (64:ff9b::/96 and 64:ff9b:1::/48), discard only.
    ['::', 3],
    // Protocol assignments: Teredo (2001::/32), benchmarking, ORCHID and others.
    ['2001::', 23],
    ['2001:db8::', 32],
    ['2002::', 16],
    ['3fff::', 20],
    // Everything from 4000:: on: segment routing (5f00::/16), unique local, link-local, site-local (fec0::/10), multicast.
    ['4000::', 2],
    ['8000::', 1],
  ],
}

const blocked = { ipv4: listOf('ipv4'), ipv6: listOf('ipv6') }

function listOf(family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList()
  for (const [network, prefix] of privateNetworks[family]) list.addSubnet(network, prefix, family)
  return list
}

const mapped = new BlockList()
mapped.addSubnet('::ffff:0:0', 96, 'ipv6')

/** Whether an IP address is not of the public internet. A mapped address (`::ffff:10.0.0.1`) is what it maps. */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 0) return true
  if (family === 4) return blocked.ipv4.check(address, 'ipv4')
  // Node compares a mapped address with rules of IPv4 as well.
  return (mapped.check(address, 'ipv6') ? blocked.ipv4 : blocked.ipv6).check(address, 'ipv6')
}

export class PrivateAddressError extends Error {
  override readonly name = 'PrivateAddressError'
}

/** Throws for a URL that names a private address itself; names are looked at when they are resolved. */
export function refusePrivateHost(url: URL): void {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && isPrivateAddress(host)) throw new PrivateAddressError('the address is in a private network')
}

/**
 * Resolves a name for a connection and refuses private addresses. The connection goes to the very address that was
 * looked at, so a name that changes its mind in between (DNS rebinding) gains nothing.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const first = addresses[0]
    if (!first || addresses.some(({ address }) => isPrivateAddress(address))) {
      return callback(new PrivateAddressError('the name leads into a private network'), '', 0)
    }
    if (options.all) return (callback as AllCallback)(null, addresses)
    callback(null, first.address, first.family)
  })
}

/** What net.connect expects when it asks for all addresses; its type knows only the other form. */
type AllCallback = (error: Error | null, addresses: LookupAddress[]) => void
