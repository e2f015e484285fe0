type Node = Record<string, unknown>

/** What a question that needs consent is shown by, beside its own condition. */
const agreed = '{consent} = true'

/**
 * A SurveyJS model whose questions with our property `requiresConsent` (offers, which are marketing) are bound to the
 * customer's consent by their visibility, so that every reader of the model hides them and no rule asks for them.
 */
export function bindToConsent(model: Node): Node {
  return mapElements(model, (element) => {
    const { requiresConsent, ...rest } = element
    if (requiresConsent !== true) return rest
    const own = typeof element['visibleIf'] === 'string' ? element['visibleIf'] : ''
    return { ...rest, visibleIf: own === '' ? agreed : `${agreed} and (${own})` }
  })
}

/** The same model without those questions at all: what nobody may ask does not reach a screen. */
export function leaveOutOffers(model: Node): Node {
  return mapElements(model, (element) => (element['requiresConsent'] === true ? undefined : element))
}

function mapElements(node: Node, map: (element: Node) => Node | undefined): Node {
  const mapped = { ...node }
  for (const key of ['pages', 'elements'] as const) {
    const children = node[key]
    if (!Array.isArray(children)) continue
    mapped[key] = children.flatMap((child: Node) => {
      const kept = key === 'pages' ? child : map(child)
      return kept ? [mapElements(kept, map)] : []
    })
  }
  return mapped
}
