/**
 * The block that `npm start` ends with: where to click and what to try.
 * @param {import('./demo-file.mjs').Demo} demo @param {number} ms how long the start took
 * @returns {string}
 */
export function welcome({ url, users, clients }, ms) {
  const width = Math.max(...Object.entries(users).flatMap(([role, { login }]) => [role.length, login.length]), 0)
  const logins = Object.entries(users).map(
    ([role, { login, password }]) => `    ${role.padEnd(width)}  ${login.padEnd(width)}  ${password}`,
  )
  const shops = Object.entries(clients).map(([code, { dids }]) => `    ${code.padEnd(width)}  ${dids.join(', ')}`)
  return [
    '',
    `  Orderline is running (${(ms / 1000).toFixed(0)} s).`,
    '',
    `    ${url}            the agents' and supervisors' screens`,
    `    ${url}/demo       play shop and customer yourself, in a second tab`,
    '',
    '  Log in as (role, login, password):',
    ...logins,
    '',
    '  The shops and their numbers:',
    ...shops,
    '',
    '  Try: log in as an agent, press Ready, allow the microphone. Then in another terminal:',
    '    npm run demo:call                      a customer calls a shop',
    '  or place an order on /demo, and the customer of that order is called.',
    '',
    '  Logs are in .run/demo/log, facts for scripts in .run/demo.json. Ctrl-C (or npm stop) ends everything.',
    '',
  ].join('\n')
}
