/** Rules of our own, for oxlint: what no rule of it says. As any rule of ESLint, but asked by the native parser. */

/** Factories return closures, so that a method may be passed on by itself; `this` would break that. */
const noThis = {
  /** @param {import('eslint').Rule.RuleContext} context @returns {import('eslint').Rule.RuleListener} */
  create: (context) => ({
    ThisExpression: (node) =>
      context.report({ node, message: 'Factories return closures: name what you mean instead of this.' }),
  }),
}

/** What a pure rule may not ask (DESIGN: decide, then do). */
const noCurrentDate = {
  /** @param {import('eslint').Rule.RuleContext} context @returns {import('eslint').Rule.RuleListener} */
  create: (context) => ({
    NewExpression: (node) => {
      const { callee, arguments: given } = node
      if (callee.type === 'Identifier' && callee.name === 'Date' && given.length === 0)
        context.report({ node, message: 'Time comes in as an argument.' })
    },
  }),
}

export default { meta: { name: 'house' }, rules: { 'no-this': noThis, 'no-current-date': noCurrentDate } }
