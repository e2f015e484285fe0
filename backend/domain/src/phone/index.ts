export { isPaidNumber } from './is-paid-number.ts'
export { asOneLine, parsePhone } from './parse-phone.ts'
export { soughtDigits } from './sought-digits.ts'
export { formatPhone, maskPhone } from './show-phone.ts'
