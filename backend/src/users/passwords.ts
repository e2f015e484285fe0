import { hash, verify } from '@node-rs/argon2'

/** As OWASP advises: argon2id (the library's default) with 19 MiB, two passes, one lane. */
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

/** Answers a PHC string with a random salt. */
export function hashPassword(password: string): Promise<string> {
  return hash(password, options)
}

let nobodysHash: Promise<string> | undefined

/**
 * Whether the password belongs to the hash. Without a hash (an unknown login) it takes as long and answers false, so
 * that the time does not tell which logins exist.
 */
export async function isPassword(password: string, passwordHash: string | undefined): Promise<boolean> {
  nobodysHash ??= hashPassword('no password is this long, so nobody has it')
  const isRight = await verify(isHash(passwordHash) ? passwordHash : await nobodysHash, password)
  return isRight && isHash(passwordHash)
}

/** A user without a password has something else in its place. */
function isHash(text: string | undefined): text is string {
  return text?.startsWith('$argon2') ?? false
}
