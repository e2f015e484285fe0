/**
 * The names that mean something to us. A questionnaire may have any other fields beside them; those travel to
 * the shop and to logistics as marks, with their titles. What is not in the questionnaire is left as the shop sent it.
 *
 * | field             | question type         | where its answer goes                                             |
 * |-------------------|-----------------------|-------------------------------------------------------------------|
 * | `customerName`    | text                  | the customer's name                                               |
 * | `email`           | text                  | the customer's e-mail                                             |
 * | `deliveryMethod`  | radiogroup, dropdown  | the delivery's method: values `courier`, `branch`, `pickup`       |
 * | `city`, `region`  | text, dropdown        | the delivery's, and the customer's                                |
 * | `branch`          | text, dropdown        | the delivery's                                                    |
 * | `address`         | text, comment         | the delivery's, and the customer's                                |
 * | `postalCode`      | text                  | the delivery's                                                    |
 * | `deliveryDate`    | text, inputType date  | the delivery's wished day                                         |
 * | `deliveryComment` | text, comment         | the delivery's comment                                            |
 * | `confirmed`       | boolean               | when the form has it, completing asks for true: the customer agrees |
 *
 * Read-only names that expressions may use, as `{consent} = true`: see {@link variableNames}.
 */
export const fieldNames = {
  customerName: 'customerName',
  email: 'email',
  deliveryMethod: 'deliveryMethod',
  city: 'city',
  region: 'region',
  branch: 'branch',
  address: 'address',
  postalCode: 'postalCode',
  deliveryDate: 'deliveryDate',
  deliveryComment: 'deliveryComment',
  confirmed: 'confirmed',
} as const

/** `consent`: the customer agreed to hear offers; without it the contact is service only. */
export const variableNames = ['consent'] as const
export type Variables = Record<(typeof variableNames)[number], boolean>

export const reservedFields: ReadonlySet<string> = new Set(Object.values(fieldNames))
