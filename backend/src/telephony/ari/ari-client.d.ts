/** The part of ari-client 2.2 that we use; it has no types of its own. Operations are made from Asterisk's own list. */
declare module 'ari-client' {
  type Operation = (parameters?: Record<string, unknown>) => Promise<unknown>

  export type Client = { asterisk: { updateObject: Operation } }
  export function connect(url: string, username: string, password: string): Promise<Client>
}
