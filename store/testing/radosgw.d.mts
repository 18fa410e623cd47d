/** A gateway of Ceph that serves S3, with one user. */
export interface Radosgw {
  url: string
  credentials: { key: string; secret: string }
  /** What `radosgw --version` says. */
  version: string
  /** Ends the gateway and starts it again on the same port; the cluster behind it stays. */
  restart(): Promise<void>
  /** Ends everything and removes the folder. */
  stop(): Promise<void>
}

/** What installs the programs on Debian 12. */
export const INSTALL: string
export function listMissingPrograms(): string[]
export function startRadosgw(): Promise<Radosgw>
